import { Nothing } from "../app/Nothing";
import { support, type Route } from "../app/route";
import { TicketPage } from "./TicketPage";

export const ticketRoutes: readonly Route[] = [
  {
    pattern: "/tickets/:id",
    roles: support,
    goesOn: true,
    page: ({ id }) => (/^\d{1,15}$/.test(id ?? "") ? <TicketPage id={Number(id)} /> : <Nothing text="app.notFound" />),
  },
];

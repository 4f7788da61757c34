import { lazy } from "react";
import { leads, type Route } from "../app/route";

const TeamPage = lazy(() => import("./TeamPage").then((page) => ({ default: page.TeamPage })));
const AgentPage = lazy(() => import("./AgentPage").then((page) => ({ default: page.AgentPage })));

export const teamRoutes: readonly Route[] = [
  { pattern: "/team", roles: leads, page: () => <TeamPage /> },
  { pattern: "/team/:id", roles: leads, page: ({ id }) => <AgentPage key={id} id={id ?? ""} /> },
];

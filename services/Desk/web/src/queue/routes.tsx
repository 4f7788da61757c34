import { support, type Route } from "../app/route";
import { QueuePage } from "./QueuePage";

export const queueRoutes: readonly Route[] = [
  { pattern: "/queue/:view", roles: support, page: ({ view }) => <QueuePage view={view ?? "mine"} /> },
];

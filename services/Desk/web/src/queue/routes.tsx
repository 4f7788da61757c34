import { lazy } from "react";
import { support, type Route } from "../app/route";
import { QueuePage } from "./QueuePage";

const PraiseView = lazy(() => import("./PraiseView").then((page) => ({ default: page.PraiseView })));

export const queueRoutes: readonly Route[] = [
  { pattern: "/queue/praise", roles: support, page: () => <PraiseView /> },
  { pattern: "/queue/:view", roles: support, goesOn: true, page: ({ view }) => <QueuePage view={view ?? "mine"} /> },
];

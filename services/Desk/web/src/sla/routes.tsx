import { lazy } from "react";
import { leads, type Route } from "../app/route";

const BoardPage = lazy(() => import("./BoardPage").then((page) => ({ default: page.BoardPage })));
const WallPage = lazy(() => import("./WallPage").then((page) => ({ default: page.WallPage })));

export const slaRoutes: readonly Route[] = [
  { pattern: "/sla", roles: leads, page: () => <BoardPage /> },
  { pattern: "/sla/wall", roles: leads, page: () => <WallPage /> },
];

import { lazy } from "react";
import { leads, type Route } from "../app/route";

const BoardPage = lazy(() => import("./BoardPage").then((page) => ({ default: page.BoardPage })));

export const slaRoutes: readonly Route[] = [{ pattern: "/sla", roles: leads, page: () => <BoardPage /> }];

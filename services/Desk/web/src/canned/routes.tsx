import { lazy } from "react";
import { support, type Route } from "../app/route";

const CannedPage = lazy(() => import("./CannedPage").then((page) => ({ default: page.CannedPage })));

export const cannedRoutes: readonly Route[] = [{ pattern: "/canned", roles: support, page: () => <CannedPage /> }];

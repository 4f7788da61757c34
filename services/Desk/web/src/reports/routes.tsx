import { lazy } from "react";
import { leads, type Route } from "../app/route";

const PromisesPage = lazy(() => import("./PromisesPage").then((page) => ({ default: page.PromisesPage })));
const PausesPage = lazy(() => import("./PausesPage").then((page) => ({ default: page.PausesPage })));

export const reportRoutes: readonly Route[] = [
  { pattern: "/reports", roles: leads, page: () => <PromisesPage /> },
  { pattern: "/reports/promises", roles: leads, page: () => <PromisesPage /> },
  { pattern: "/reports/pauses", roles: leads, page: () => <PausesPage /> },
];

import { lazy } from "react";
import { leads, type Route } from "../app/route";

const PromisesPage = lazy(() => import("./PromisesPage").then((page) => ({ default: page.PromisesPage })));
const PausesPage = lazy(() => import("./PausesPage").then((page) => ({ default: page.PausesPage })));
const ReopensPage = lazy(() => import("./ReopensPage").then((page) => ({ default: page.ReopensPage })));
const HandOversPage = lazy(() => import("./HandOversPage").then((page) => ({ default: page.HandOversPage })));

export const reportRoutes: readonly Route[] = [
  { pattern: "/reports", roles: leads, page: () => <PromisesPage /> },
  { pattern: "/reports/promises", roles: leads, page: () => <PromisesPage /> },
  { pattern: "/reports/pauses", roles: leads, page: () => <PausesPage /> },
  { pattern: "/reports/hand-overs", roles: leads, page: () => <HandOversPage /> },
  { pattern: "/reports/reopens", roles: leads, page: () => <ReopensPage /> },
];

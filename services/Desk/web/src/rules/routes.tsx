import { lazy } from "react";
import { leads, type Route } from "../app/route";

const PoliciesPage = lazy(() => import("./PoliciesPage").then((page) => ({ default: page.PoliciesPage })));
const PolicyPage = lazy(() => import("./PolicyPage").then((page) => ({ default: page.PolicyPage })));
const CalendarsPage = lazy(() => import("./CalendarsPage").then((page) => ({ default: page.CalendarsPage })));
const QueuesPage = lazy(() => import("./QueuesPage").then((page) => ({ default: page.QueuesPage })));
const OrderPatternsPage = lazy(() => import("./OrderPatternsPage").then((page) => ({ default: page.OrderPatternsPage })));
const DutiesPage = lazy(() => import("./DutiesPage").then((page) => ({ default: page.DutiesPage })));
const SourcesPage = lazy(() => import("./SourcesPage").then((page) => ({ default: page.SourcesPage })));

export const ruleRoutes: readonly Route[] = [
  { pattern: "/rules", roles: leads, page: () => <PoliciesPage /> },
  { pattern: "/rules/policies", roles: leads, page: () => <PoliciesPage /> },
  { pattern: "/rules/policies/:id", roles: leads, page: ({ id }) => <PolicyPage key={id} id={id ?? ""} /> },
  { pattern: "/rules/calendars", roles: leads, page: () => <CalendarsPage id={null} /> },
  { pattern: "/rules/calendars/:id", roles: leads, page: ({ id }) => <CalendarsPage id={id ?? null} /> },
  { pattern: "/rules/queues", roles: leads, page: () => <QueuesPage /> },
  { pattern: "/rules/accounts", roles: leads, page: () => <OrderPatternsPage /> },
  { pattern: "/rules/duties", roles: leads, page: () => <DutiesPage /> },
  { pattern: "/rules/sources", roles: leads, page: () => <SourcesPage /> },
];

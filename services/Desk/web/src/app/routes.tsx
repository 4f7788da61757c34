import { adminRoutes } from "../admin/routes";
import { auditRoutes } from "../audit/routes";
import { cannedRoutes } from "../canned/routes";
import { classifierRoutes } from "../classifier/routes";
import { praiseRoutes } from "../praise/routes";
import { queueRoutes } from "../queue/routes";
import { reportRoutes } from "../reports/routes";
import { ruleRoutes } from "../rules/routes";
import { settingsRoutes } from "../settings/routes";
import { slaRoutes } from "../sla/routes";
import { teamRoutes } from "../team/routes";
import { ticketRoutes } from "../ticket/routes";
import type { Route } from "./route";

/** Every page there is. */
export const routes: readonly Route[] = [
  ...queueRoutes,
  ...ticketRoutes,
  ...slaRoutes,
  ...teamRoutes,
  ...ruleRoutes,
  ...cannedRoutes,
  ...reportRoutes,
  ...classifierRoutes,
  ...praiseRoutes,
  ...adminRoutes,
  ...auditRoutes,
  ...settingsRoutes,
];

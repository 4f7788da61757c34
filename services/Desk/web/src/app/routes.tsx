import { adminRoutes } from "../admin/routes";
import { praiseRoutes } from "../praise/routes";
import { queueRoutes } from "../queue/routes";
import { settingsRoutes } from "../settings/routes";
import { slaRoutes } from "../sla/routes";
import { ticketRoutes } from "../ticket/routes";
import type { Route } from "./route";

/** Every page there is. */
export const routes: readonly Route[] = [
  ...queueRoutes,
  ...ticketRoutes,
  ...slaRoutes,
  ...praiseRoutes,
  ...adminRoutes,
  ...settingsRoutes,
];

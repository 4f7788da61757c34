import { lazy } from "react";
import { admins, type Route } from "../app/route";

const AuditPage = lazy(() => import("./AuditPage").then((page) => ({ default: page.AuditPage })));

export const auditRoutes: readonly Route[] = [{ pattern: "/admin/audit", roles: admins, page: () => <AuditPage /> }];

import { lazy } from "react";
import { admins, type Route } from "../app/route";

const AccountsPage = lazy(() => import("./AccountsPage").then((page) => ({ default: page.AccountsPage })));
const TokensPage = lazy(() => import("./TokensPage").then((page) => ({ default: page.TokensPage })));
const WebhooksPage = lazy(() => import("./WebhooksPage").then((page) => ({ default: page.WebhooksPage })));
const ParkedPage = lazy(() => import("./ParkedPage").then((page) => ({ default: page.ParkedPage })));

export const adminRoutes: readonly Route[] = [
  { pattern: "/admin", roles: admins, page: () => <AccountsPage /> },
  { pattern: "/admin/accounts", roles: admins, page: () => <AccountsPage /> },
  { pattern: "/admin/tokens", roles: admins, page: () => <TokensPage /> },
  { pattern: "/admin/webhooks", roles: admins, page: () => <WebhooksPage /> },
  { pattern: "/admin/parked", roles: admins, page: () => <ParkedPage /> },
];

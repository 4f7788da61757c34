import { lazy } from "react";
import type { Route } from "../app/route";

const SettingsPage = lazy(() => import("./SettingsPage").then((page) => ({ default: page.SettingsPage })));

export const settingsRoutes: readonly Route[] = [{ pattern: "/settings", page: () => <SettingsPage /> }];

import { lazy } from "react";
import { leads, type Route } from "../app/route";

const CorrectionsPage = lazy(() => import("./CorrectionsPage").then((page) => ({ default: page.CorrectionsPage })));
const ModelsPage = lazy(() => import("./ModelsPage").then((page) => ({ default: page.ModelsPage })));
const LabelRulesPage = lazy(() => import("./LabelRulesPage").then((page) => ({ default: page.LabelRulesPage })));

const TryPage = lazy(() => import("./TryPage").then((page) => ({ default: page.TryPage })));

export const classifierRoutes: readonly Route[] = [
  { pattern: "/classifier", roles: leads, page: () => <CorrectionsPage /> },
  { pattern: "/classifier/corrections", roles: leads, page: () => <CorrectionsPage /> },
  { pattern: "/classifier/models", roles: leads, page: () => <ModelsPage /> },
  { pattern: "/classifier/try", roles: leads, page: () => <TryPage /> },
  { pattern: "/classifier/rules", roles: leads, page: () => <LabelRulesPage /> },
];

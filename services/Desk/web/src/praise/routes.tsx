import { lazy } from "react";
import { marketing, type Route } from "../app/route";

const PraisePage = lazy(() => import("./PraisePage").then((page) => ({ default: page.PraisePage })));

export const praiseRoutes: readonly Route[] = [{ pattern: "/praise", roles: marketing, page: () => <PraisePage /> }];

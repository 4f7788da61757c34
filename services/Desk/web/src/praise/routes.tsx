import { lazy } from "react";
import { marketing, type Route } from "../app/route";

const PraisePage = lazy(() => import("./PraisePage").then((page) => ({ default: page.PraisePage })));
const PlannedPage = lazy(() => import("./PlannedPage").then((page) => ({ default: page.PlannedPage })));
const TakedownsPage = lazy(() => import("./TakedownsPage").then((page) => ({ default: page.TakedownsPage })));
const DetailPage = lazy(() => import("./DetailPage").then((page) => ({ default: page.DetailPage })));

export const praiseRoutes: readonly Route[] = [
  { pattern: "/praise", roles: marketing, page: () => <PraisePage /> },
  { pattern: "/praise/planned", roles: marketing, page: () => <PlannedPage /> },
  { pattern: "/praise/takedowns", roles: marketing, page: () => <TakedownsPage /> },
  { pattern: "/praise/:id", roles: marketing, page: ({ id }) => <DetailPage key={id} id={Number(id)} /> },
];

import type { ReactNode } from "react";
import type { Role } from "../api/types";
import { match } from "./address";

/** A page and who may see it; each folder lists its own. */
export interface Route {
  /** `/tickets/:id` */
  readonly pattern: string;
  /** Undefined for everybody who is signed in. The server refuses as well; this only says so sooner. */
  readonly roles?: readonly Role[];
  /** True where the page goes on when its parts change: what is typed there, and where a list stands, stays. */
  readonly goesOn?: boolean;
  readonly page: (parts: Readonly<Record<string, string>>) => ReactNode;
}

/** The first route that fits, with the parts that its pattern names. */
export function find(routes: readonly Route[], path: string): { route: Route; parts: Readonly<Record<string, string>> } | null {
  for (const route of routes) {
    const parts = match(route.pattern, path);
    if (parts) return { route, parts };
  }
  return null;
}

export const support: readonly Role[] = ["agent", "lead", "admin"];
export const leads: readonly Role[] = ["lead", "admin"];
export const marketing: readonly Role[] = ["marketing", "lead", "admin"];
export const admins: readonly Role[] = ["admin"];

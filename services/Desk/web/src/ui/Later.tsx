import { useDeferredValue, type ReactNode } from "react";

/** Draws what it holds once what one came for is on the screen. */
export function Later({ children, until = null }: { children: ReactNode; until?: ReactNode }) {
  return useDeferredValue(true, false) ? children : until;
}

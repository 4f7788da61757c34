import { startTransition, useEffect, useState, type ReactNode } from "react";

/** Draws what it holds once what one came for is on the screen; of a page that is drawn ahead it comes when that is opened. */
export function Later({ children, until = null }: { children: ReactNode; until?: ReactNode }) {
  const [isNow, setNow] = useState(false);
  useEffect(() => startTransition(() => setNow(true)), []);
  return isNow ? children : until;
}

let touched = Date.now();

for (const event of ["pointerdown", "keydown", "wheel"]) {
  addEventListener(event, () => (touched = Date.now()), { capture: true, passive: true });
}

/** For how many seconds nobody has touched this page. The wall is there to be looked at only. */
export function idleSeconds(): number {
  return location.pathname === "/sla/wall" ? 0 : Math.max(0, Math.floor((Date.now() - touched) / 1_000));
}

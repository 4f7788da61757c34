import { useSyncExternalStore } from "react";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

const key = "desk.theme";
const listeners = new Set<() => void>();

/** What theme.js has read before the first paint. */
let theme: Theme = stored();

export function useTheme(): Theme {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => theme,
  );
}

export function setTheme(next: Theme): void {
  theme = next;
  if (next === "system") {
    delete document.documentElement.dataset["theme"];
    localStorage.removeItem(key);
  } else {
    document.documentElement.dataset["theme"] = next;
    localStorage.setItem(key, next);
  }
  listeners.forEach((listener) => listener());
}

export function isTheme(value: string): value is Theme {
  return (themes as readonly string[]).includes(value);
}

function stored(): Theme {
  const value = localStorage.getItem(key) ?? "";
  return isTheme(value) ? value : "system";
}

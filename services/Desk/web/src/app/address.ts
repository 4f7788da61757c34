import { useSyncExternalStore } from "react";

/** Where the page is. Filters and the open ticket live in the address, so that a view can be sent to a colleague. */
export interface Place {
  readonly path: string;
  readonly search: URLSearchParams;
}

let place = read();
const listeners = new Set<() => void>();

addEventListener("popstate", moved);

export function usePlace(): Place {
  return useSyncExternalStore(subscribe, () => place);
}

export function currentPlace(): Place {
  return place;
}

export function navigate(to: string, options: { replace?: boolean } = {}): void {
  if (options.replace) history.replaceState(null, "", to);
  else history.pushState(null, "", to);
  moved();
}

/** The same path with other parameters; an empty value takes one away. */
export function withSearch(change: Readonly<Record<string, string | null>>, from: Place = place): string {
  const search = new URLSearchParams(from.search);
  for (const [name, value] of Object.entries(change)) {
    if (value === null || value === "") search.delete(name);
    else search.set(name, value);
  }
  return address(from.path, search);
}

export function address(path: string, search: URLSearchParams): string {
  const query = search.toString();
  return query === "" ? path : `${path}?${query}`;
}

/** The page that a sign-in that failed was meant to end at. An address can be written by anybody: only the desk's own pages count. */
export function returnTo(from: Place): string | null {
  const to = from.search.get("return_to");
  return from.path === "/sign-in" && to !== null && /^\/[^/\\]/.test(to) && new URL(to, location.origin).origin === location.origin
    ? to
    : null;
}

/** The parts of a path that a pattern names: `/tickets/:id`. Null where it does not fit. */
export function match(pattern: string, path: string): Readonly<Record<string, string>> | null {
  const wanted = pattern.split("/");
  const given = path.replace(/(.)\/$/, "$1").split("/");
  if (wanted.length !== given.length) return null;
  const parts: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? "";
    if (part.startsWith(":")) parts[part.slice(1)] = decode(value);
    else if (part !== value) return null;
  }
  return parts;
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function moved(): void {
  place = read();
  listeners.forEach((listener) => listener());
}

function read(): Place {
  return { path: location.pathname, search: new URLSearchParams(location.search) };
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

import { createContext, useContext, useSyncExternalStore } from "react";

/** Where the page is. Filters and the open ticket live in the address, so that a view can be sent to a colleague. */
export interface Place {
  readonly path: string;
  readonly search: URLSearchParams;
}

let place = read();
let ahead: Place | null = null;
const listeners = new Set<() => void>();
const PageContext = createContext<Place | null>(null);

addEventListener("popstate", moved);

/** Around each page: the place that it shows, which for a page drawn ahead is not where the person is. */
export const PlaceOfPage = PageContext.Provider;

/** The place of the page that asks; outside of the pages, where the person is. */
export function usePlace(): Place {
  const own = useContext(PageContext);
  const now = useSyncExternalStore(subscribe, currentPlace);
  return own ?? now;
}

/** Where the person is likely to go next. */
export function usePlaceAhead(): Place | null {
  return useSyncExternalStore(subscribe, () => ahead);
}

/** Says where the person is likely to go next, so that it is drawn, unseen, before they do. */
export function lookAhead(to: string | null): void {
  const url = to === null ? null : new URL(to, location.origin);
  if (url === null ? ahead === null : ahead !== null && isAt(ahead, url)) return;
  ahead = url && placeOf(url);
  listeners.forEach((listener) => listener());
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

/** Who goes where the page was drawn ahead gets that very place: nothing of it is drawn again. */
function moved(): void {
  place = ahead !== null && isAt(ahead, location) ? ahead : read();
  listeners.forEach((listener) => listener());
}

function read(): Place {
  return placeOf(location);
}

function placeOf(at: { pathname: string; search: string }): Place {
  return { path: at.pathname, search: new URLSearchParams(at.search) };
}

function isAt({ path, search }: Place, at: { pathname: string; search: string }): boolean {
  return path === at.pathname && search.toString() === new URLSearchParams(at.search).toString();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

declare global {
  interface Window {
    /** What public/early.js has asked for, by address. */
    early?: Record<string, Promise<Response>>;
  }
}

/** An answer that was not taken until then is an old one. */
const fresh = 10_000;

/** Takes an answer that was asked for before the program was there, once; everything else is asked for now. */
export function fetchEarly(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const address = pathname + search;
  const answer = window.early?.[address];
  if (request.method !== "GET" || answer === undefined || performance.now() > fresh) return fetch(request);
  Reflect.deleteProperty(window.early ?? {}, address);
  // One that failed then may come now.
  return answer.then((early) => (early.ok ? early : fetch(request)), () => fetch(request));
}

declare global {
  interface Window {
    /** What public/early.js has asked for, by address. */
    early?: Record<string, Promise<Response>>;
  }
}

/** An answer that was not taken until then is an old one. */
const fresh = 10_000;

/** What is asked for beside it waits at most so long. */
const longest = 2_000;

const asked = Object.keys(window.early ?? {});

const first = new Promise<void>((done) => {
  setTimeout(done, longest);
  void Promise.allSettled(Object.values(window.early ?? {})).then(() => whenDrawn(done));
});

/** Once those answers are there: whether any was more than who is here. */
export const earlyTaken = first.then(() => asked.length > 1);

/**
 * Takes an answer that was asked for before the program was there, once. What is read beside it waits for it, so that not
 * everything is asked for at the same moment; commands never wait.
 */
export async function fetchEarly(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const address = pathname + search;
  const answer = window.early?.[address];
  if (request.method !== "GET") return fetch(request);
  if (answer === undefined || performance.now() > fresh) {
    await first;
    return fetch(request);
  }

  Reflect.deleteProperty(window.early ?? {}, address);
  const early = await answer.catch(() => null);
  if (early?.ok) return early;
  // One that failed then may come now.
  await leave(early);
  return fetch(request);
}

// What nobody took is not read on: it would hold one of the few connections that a browser gives a host.
setTimeout(() => {
  for (const answer of Object.values(window.early ?? {})) void answer.catch(() => null).then(leave);
}, fresh);

async function leave(answer: Response | null): Promise<void> {
  await answer?.body?.cancel();
}

function whenDrawn(act: () => void): void {
  // Safari has no idle times.
  if ("requestIdleCallback" in window) requestIdleCallback(act, { timeout: 300 });
  else setTimeout(act, 100);
}

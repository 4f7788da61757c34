import createClient, { type Middleware } from "openapi-fetch";
import type { paths as ClassifierPaths } from "./generated/classifier";
import type { paths as DeskPaths } from "./generated/desk";
import type { paths as RouterPaths } from "./generated/router";
import { idleSeconds } from "../app/idle";
import { fetchEarly } from "./early";
import { reportAnswer, reportAway } from "./health";
import { problemOf } from "./problem";
import { ApiProblem } from "./problem";

/** The router's paths as they are seen through the desk: /api/v1/tickets is /desk/api/tickets. */
type Forwarded = { [Path in keyof RouterPaths as Path extends `/api/v1${infer Rest}` ? Rest : never]: RouterPaths[Path] };

/** The classifier's likewise: /classifier/v1/rules is /desk/classifier/rules. */
type ForwardedToClassifier = {
  [Path in keyof ClassifierPaths as Path extends `/classifier/v1${infer Rest}` ? Rest : never]: ClassifierPaths[Path];
};

let believed: string | null = null;

/** Whom this page believes to be signed in: what it asks for them is not done where it is somebody else by now. */
export function askAs(person: string | null): void {
  believed = person;
}

export function askedAs(): string | null {
  return believed;
}

const marked: Middleware = {
  onRequest({ request, schemaPath }) {
    for (const [name, value] of Object.entries(marks())) request.headers.set(name, value);
    // Who is signed in is asked without an opinion.
    if (schemaPath === "/desk/me" && request.method === "GET") request.headers.delete("X-Desk-Person");
    return request;
  },
  onResponse({ request, response }) {
    // Something in between has answered: a proxy, or a network that wants to be signed in to.
    if (response.ok && (response.headers.get("content-type") ?? "").startsWith("text/html")) throw noAnswer(new URL(request.url).pathname);
  },
  onError() {
    reportAway("desk");
    return new ApiProblem(0, "No answer", "desk");
  },
};

/** The router, through the desk. */
export const router = createClient<Forwarded>({ baseUrl: "/desk/api", fetch: fetchEarly });
router.use(marked);

/** The classifier, through the desk. */
export const classifier = createClient<ForwardedToClassifier>({ baseUrl: "/desk/classifier" });
classifier.use(marked);

/** The desk's own API: sign-in, accounts. */
export const desk = createClient<DeskPaths>({ baseUrl: "", fetch: fetchEarly });
desk.use(marked);

interface Answer<Data> {
  data?: Data | undefined;
  error?: unknown;
  response: Response;
}

/** The answer's body, or an {@link ApiProblem}. */
export async function take<Data>(request: Promise<Answer<Data>>): Promise<Data> {
  const { data, error, response } = await request;
  const service = serviceOf(new URL(response.url, location.href).pathname);
  if (response.ok) {
    reportAnswer(service);
    return data as Data;
  }
  const problem = problemOf(response.status, error, service);
  if (problem.isAway) reportAway(problem.service ?? service);
  if (problem.status === 401) signedOut();
  throw problem;
}

interface Page<Item> {
  items: Item[];
  next: string | null;
}

/** All of a list that the server gives page by page, as one page; `read` gets what the server said to go on from. */
export async function takeAll<Item>(read: (from: { cursor?: string }) => Promise<Page<Item>>): Promise<Page<Item>> {
  const items: Item[] = [];
  let from: { cursor?: string } | null = {};
  while (from !== null) {
    const page: Page<Item> = await read(from);
    items.push(...page.items);
    from = page.next === null ? null : { cursor: page.next };
  }
  return { items, next: null };
}

/** The answer of an address of the desk that no description lists: what belongs to signing in. */
export async function askDesk<Data>(path: string, method: "GET" | "DELETE" = "GET"): Promise<Data> {
  const response = await fetch(path, { method, headers: marks() }).catch(() => null);
  if (response === null) {
    reportAway("desk");
    throw new ApiProblem(0, "No answer", "desk");
  }
  const body: unknown = response.status === 204 ? null : await response.json().catch(() => null);
  return take(Promise.resolve({ data: body as Data, error: body, response }));
}

function marks(): Record<string, string> {
  return {
    "X-Requested-With": "triagemesh",
    "X-Desk-Idle": String(idleSeconds()),
    ...(believed === null ? {} : { "X-Desk-Person": believed }),
  };
}

/** Nothing that could be read has come from there. */
function noAnswer(path: string): ApiProblem {
  const service = serviceOf(path);
  reportAway(service);
  return new ApiProblem(0, "No answer", service);
}

function serviceOf(path: string): string {
  if (path.startsWith("/desk/api/")) return "router";
  if (path.startsWith("/desk/ingest/")) return "ingest";
  return path.startsWith("/desk/classifier/") ? "classifier" : "desk";
}

let signedOut: () => void = () => undefined;

/** What to do when the desk says that nobody is signed in. */
export function onSignedOut(act: () => void): void {
  signedOut = act;
}

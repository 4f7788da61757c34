import createClient, { type Middleware } from "openapi-fetch";
import type { paths as DeskPaths } from "./generated/desk";
import type { paths as RouterPaths } from "./generated/router";
import { reportAnswer, reportAway } from "./health";
import { problemOf } from "./problem";
import { ApiProblem } from "./problem";

/** The router's paths as they are seen through the desk: /api/v1/tickets is /desk/api/tickets. */
type Forwarded = { [Path in keyof RouterPaths as Path extends `/api/v1${infer Rest}` ? Rest : never]: RouterPaths[Path] };

const marked: Middleware = {
  onRequest({ request }) {
    request.headers.set("X-Requested-With", "triagemesh");
    return request;
  },
  onError() {
    reportAway("desk");
    return new ApiProblem(0, "No answer", "desk");
  },
};

/** The router, through the desk. */
export const router = createClient<Forwarded>({ baseUrl: "/desk/api" });
router.use(marked);

/** The desk's own API: sign-in, accounts. */
export const desk = createClient<DeskPaths>({ baseUrl: "" });
desk.use(marked);

interface Answer<Data> {
  data?: Data | undefined;
  error?: unknown;
  response: Response;
}

/** The answer's body, or an {@link ApiProblem}. */
export async function take<Data>(request: Promise<Answer<Data>>): Promise<Data> {
  const { data, error, response } = await request;
  if (response.ok) {
    reportAnswer(new URL(response.url, location.href).pathname.startsWith("/desk/api/") ? "router" : "desk");
    return data as Data;
  }
  const problem = problemOf(response.status, error);
  if (problem.isAway) reportAway(problem.service ?? "desk");
  if (problem.status === 401) signedOut();
  throw problem;
}

let signedOut: () => void = () => undefined;

/** What to do when the desk says that nobody is signed in. */
export function onSignedOut(act: () => void): void {
  signedOut = act;
}

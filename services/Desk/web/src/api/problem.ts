/** What went wrong with a request, as the page can tell it to a person. */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";

  constructor(
    /** The HTTP status; 0 where there was no answer at all. */
    readonly status: number,
    title: string,
    /** The part of the mesh that is away, where the answer says so. */
    readonly service: string | null = null,
    /** By field: what is wrong with it. */
    readonly errors: Readonly<Record<string, readonly string[]>> = {},
    readonly body: unknown = null,
  ) {
    super(title);
  }

  /** True where waiting and trying again may help. */
  get isAway(): boolean {
    return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504;
  }

  /** The first thing that is wrong with a field. */
  fault(field: string): string | undefined {
    return this.errors[field]?.[0];
  }
}

/** How refusals are said in the reader's language; null leaves the service's words. */
export interface Wording {
  readonly reason: (reason: string) => string | null;
  readonly sentence: (sentence: string) => string | null;
  readonly status: (status: number) => string | null;
}

const asTheyAre = () => null;
let wording: Wording = { reason: asTheyAre, sentence: asTheyAre, status: asTheyAre };

export function sayRefusals(how: Wording): void {
  wording = how;
}

/** What a service says, in the reader's language. */
export function said(sentence: string): string {
  return wording.sentence(sentence) ?? sentence;
}

/** Reads a refusal; anything may stand in its body, or nothing. Who answers for a service that is away does not always say which. */
export function problemOf(status: number, body: unknown, asked: string | null = null): ApiProblem {
  const record = isRecord(body) ? body : {};
  const reason = typeof record["reason"] === "string" ? record["reason"] : "";
  const words = typeof record["title"] === "string" ? record["title"] : null;
  const title =
    wording.reason(reason) ?? (words && wording.sentence(words)) ?? wording.status(status) ?? words ?? `HTTP ${status}`;
  const isSaid = typeof record["service"] === "string";
  const service = isSaid ? String(record["service"]) : status >= 502 && status <= 504 ? asked : null;
  const errors: Record<string, string[]> = {};
  if (isRecord(record["errors"])) {
    for (const [field, faults] of Object.entries(record["errors"])) {
      if (Array.isArray(faults)) errors[field] = faults.filter((fault): fault is string => typeof fault === "string").map(said);
    }
  }
  return new ApiProblem(status, title, service, errors, body);
}

export function asProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  return new ApiProblem(0, error instanceof Error ? error.message : String(error), "desk");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

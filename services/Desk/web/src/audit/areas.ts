/** The areas of the audit log, as one looks for them. */
export const areas = [
  "sign_in",
  "accounts",
  "tokens",
  "personal_data",
  "export",
  "policies",
  "calendars",
  "team",
  "wording",
  "authors",
  "models",
  "webhooks",
  "parked",
  "import",
  "other",
] as const;

export const outcomes = ["done", "refused", "failed", "unknown"] as const;
export type Outcome = (typeof outcomes)[number];

const refusals = [
  "state",
  "provider_refused",
  "provider_away",
  "not_valid",
  "no_account",
  "no_role",
  "switched_off",
  "too_many",
] as const;

/** Why the provider's way led nowhere, as the desk has put it into the address. An address can be written by anybody: only these have words. */
export function refusalOf(text: string | null): (typeof refusals)[number] | null {
  return refusals.find((each) => each === text) ?? null;
}

import type { Role } from "../api/types";

/** One thing that an act says of itself. */
export type Said =
  | { readonly what: "roles"; readonly roles: readonly Role[] }
  | { readonly what: "scopes"; readonly scopes: readonly string[] }
  | { readonly what: "on" | "off" | "password" | "name" }
  | { readonly what: "other"; readonly text: string };

/** What an act says of itself, `roles=agent,lead active=false`; what this page does not know yet stays as it was written. */
export function saidOf(detail: string | null | undefined): readonly Said[] {
  return (detail ?? "")
    .split(" ")
    .filter((text) => text !== "")
    .map((text) => {
      const [name, value = ""] = text.split("=", 2);
      switch (name) {
        case "roles":
          return { what: "roles", roles: value.split(",").filter((role) => role !== "") as Role[] };
        case "scopes":
          return { what: "scopes", scopes: value.split(",").filter((scope) => scope !== "") };
        case "active":
          return { what: value === "true" ? "on" : "off" };
        case "password":
        case "name":
          return { what: name };
        default:
          return { what: "other", text };
      }
    });
}

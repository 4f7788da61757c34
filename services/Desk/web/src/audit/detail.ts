import type { Role } from "../api/types";

/** One thing that an act says of itself. */
export type Said =
  | { readonly what: "roles"; readonly roles: readonly Role[]; readonly before?: readonly Role[] }
  | { readonly what: "scopes"; readonly scopes: readonly string[] }
  | { readonly what: "on" | "off" | "password" | "name" | "byPassword" | "byProvider" }
  | { readonly what: "other"; readonly text: string };

/** What an act says of itself, `roles=agent>agent,lead active=false` or how somebody signed in; what this page does not know yet stays as it was written. */
export function saidOf(detail: string | null | undefined): readonly Said[] {
  return (detail ?? "")
    .split(" ")
    .filter((text) => text !== "")
    .map((text) => {
      if (text === "password") return { what: "byPassword" };
      if (text === "openid") return { what: "byProvider" };
      const [name, value = ""] = text.split("=", 2);
      switch (name) {
        case "roles": {
          const [after = "", ...before] = value.split(">").reverse();
          return { what: "roles", roles: rolesOf(after), ...(before[0] === undefined ? {} : { before: rolesOf(before[0]) }) };
        }
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

function rolesOf(text: string): Role[] {
  return text.split(",").filter((role) => role !== "") as Role[];
}

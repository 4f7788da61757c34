import { expect, it } from "vitest";
import { saidOf } from "./detail";

it("What an act says of itself is read part by part", () => {
  expect(saidOf("roles=agent,lead active=false password=new name=new")).toEqual([
    { what: "roles", roles: ["agent", "lead"] },
    { what: "off" },
    { what: "password" },
    { what: "name" },
  ]);
  expect(saidOf("roles= scopes=tickets:read,tickets:write")).toEqual([
    { what: "roles", roles: [] },
    { what: "scopes", scopes: ["tickets:read", "tickets:write"] },
  ]);
});

it("What was before stands beside what is", () => {
  expect(saidOf("roles=agent>agent,lead")).toEqual([{ what: "roles", roles: ["agent", "lead"], before: ["agent"] }]);
  expect(saidOf("roles=>lead")).toEqual([{ what: "roles", roles: ["lead"], before: [] }]);
});

it("How somebody signed in is not something that they changed", () => {
  expect(saidOf("password")).toEqual([{ what: "byPassword" }]);
  expect(saidOf("openid not_valid")).toEqual([{ what: "byProvider" }, { what: "other", text: "not_valid" }]);
});

it("What is not known yet stays as it was written, and nothing is nothing", () => {
  expect(saidOf("colour=blue")).toEqual([{ what: "other", text: "colour=blue" }]);
  expect(saidOf(null)).toEqual([]);
});

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

it("What is not known yet stays as it was written, and nothing is nothing", () => {
  expect(saidOf("colour=blue")).toEqual([{ what: "other", text: "colour=blue" }]);
  expect(saidOf(null)).toEqual([]);
});

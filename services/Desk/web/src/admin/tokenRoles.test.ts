import { expect, it } from "vitest";
import { seesNoTickets } from "./tokenRoles";

it("is said of a program that it sees no tickets where it is an agent and nothing that sees them all", () => {
  expect([["agent"], ["agent", "marketing"]].map((held) => seesNoTickets(held as never))).toEqual([true, true]);
  expect([["agent", "lead"], ["agent", "admin"], ["marketing"], []].map((held) => seesNoTickets(held as never))).toEqual([false, false, false, false]);
});

import { describe, expect, it } from "vitest";
import { listAddress, readFilters, ticketAddress } from "./views";

describe("The filters of a list", () => {
  it("travel in the address and come back the same", () => {
    const filters = { view: "overdue" as const, q: "A 1&2", queue: ["q1", "q2"], label: ["complaint"] };
    const address = new URL(listAddress(filters), "http://desk.test");
    expect(address.pathname).toBe("/queue/overdue");
    expect(readFilters("overdue", address.searchParams)).toEqual(filters);
  });

  it("travel with a ticket, so that the next one is the next of that list", () => {
    const address = new URL(ticketAddress(1042, { view: "mine", priority: ["high"] }), "http://desk.test");
    expect(address.pathname).toBe("/tickets/1042");
    expect(readFilters(address.searchParams.get("view"), address.searchParams)).toEqual({ view: "mine", priority: ["high"] });
  });

  it("fall back to all tickets for a view that does not exist", () => {
    expect(readFilters("<script>", new URLSearchParams("label="))).toEqual({ view: "all" });
  });
});

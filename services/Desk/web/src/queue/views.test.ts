import { describe, expect, it } from "vitest";
import { figureParts, listAddress, readFilters, ticketAddress, type Filters } from "./views";

describe("The filters of a list", () => {
  it("travel in the address and come back the same", () => {
    const filters = { view: "overdue" as const, q: "A 1&2", author: "7&8", queue: ["q1", "q2"], label: ["complaint"] };
    const address = new URL(listAddress(filters), "http://desk.test");
    expect(address.pathname).toBe("/queue/overdue");
    expect(readFilters("overdue", address.searchParams)).toEqual(filters);
  });

  it("travel with a ticket, so that the next one is the next of that list", () => {
    const address = new URL(ticketAddress(1042, { view: "mine", priority: ["high"] }), "http://desk.test");
    expect(address.pathname).toBe("/tickets/1042");
    expect(readFilters(address.searchParams.get("view"), address.searchParams)).toEqual({ view: "mine", priority: ["high"] });
  });

  it("hold which promises a figure counts, or nothing of it", () => {
    const filters = { view: "all" as const, promise: "first_response" as const, result: "breached" as const, from: "2026-06-01T00:00:00+00:00", to: "2026-06-05T10:00:00.1234567+00:00" };
    const address = new URL(listAddress(filters), "http://desk.test");
    expect(readFilters("all", address.searchParams)).toEqual(filters);
    for (const wrong of [{ promise: "sleep" }, { from: "" }, { to: filters.from }, { hour: "2-14" }]) {
      const said = new URLSearchParams({ ...Object.fromEntries(address.searchParams), ...wrong });
      expect(readFilters("all", said)).not.toHaveProperty("promise");
      expect(readFilters("all", said)).not.toHaveProperty("from");
    }
  });

  it("hold every figure of a report, and no two of them", () => {
    const span = { from: "2026-06-01T00:00:00.000Z", to: "2026-06-05T00:00:00.000Z" };
    const figures: Partial<Filters>[] = [
      { promise: "resolution", result: "stopped", took: 540, promise_agent: "a1" },
      { promise: "resolution", result: "met", promise_queue: "q1" },
      { paused_by: "a1", paused: "lasting" },
      { handed_over: "timed_out", status: ["handed_over"] },
      { promise: "acceptance", result: "breached", promise_without: "agent" },
      { reopened: "new_question" },
      { reopened: "any" },
    ];
    for (const figure of figures) {
      const filters = { view: "all" as const, ...figure, ...span };
      const address = new URL(listAddress(filters), "http://desk.test");
      expect(readFilters("all", address.searchParams)).toEqual(filters);
      expect(Object.keys(filters).filter((name) => !figureParts.includes(name as keyof Filters))).toEqual(["view", ...(figure.status ? ["status"] : [])]);
      address.searchParams.set(figure.paused_by ? "handed_over" : "paused_by", "refused");
      expect(readFilters("all", address.searchParams)).not.toHaveProperty("from");
    }
  });

  it("fall back to all tickets for a view that does not exist", () => {
    expect(readFilters("<script>", new URLSearchParams("label="))).toEqual({ view: "all" });
  });
});

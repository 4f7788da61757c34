import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { router } from "../api/client";
import { ApiProblem } from "../api/problem";
import type { TicketRow } from "../api/types";
import { queryClient } from "../app/queries";
import * as toasts from "../ui/toast";
import { relabel } from "./actions";
import * as report from "./bulkReport";
import { carryOut, carryOutOrSay, type Deed } from "./carryOut";

const one = { id: 1, number: "T-1" } as TicketRow;
const two = { id: 2, number: "T-2" } as TicketRow;
const away = new ApiProblem(503, "Away", "router");
const refused = new ApiProblem(422, "Not so");

beforeEach(() => {
  vi.spyOn(toasts, "toast").mockImplementation(() => undefined);
  vi.spyOn(report, "reportBulk").mockImplementation(() => undefined);
});

afterEach(() => {
  vi.restoreAllMocks();
});

describe("What somebody typed into a dialog", () => {
  it.each([[[one]], [[one, two]]])("stays where nothing got through", async (tickets) => {
    const outcome = await carryOutOrSay(tickets, deed(() => away));

    expect(outcome).toEqual({ isDone: false, problem: away });
    expect(report.reportBulk).not.toHaveBeenCalled();
  });

  it("stays where the one ticket is refused, with what is wrong", async () => {
    expect(await carryOutOrSay([one], deed(() => refused))).toEqual({ isDone: false, problem: refused });
    expect(toasts.toast).not.toHaveBeenCalled();
  });

  it("may go once it is done", async () => {
    expect(await carryOutOrSay([one, two], deed(() => null))).toEqual({ isDone: true, problem: null });
  });
});

describe("One thing done to many", () => {
  it("reports what did not go", async () => {
    expect(await carryOutOrSay([one, two], deed((ticket) => (ticket === two ? away : null)))).toEqual({
      isDone: false,
      problem: null,
    });
    expect(report.reportBulk).toHaveBeenCalledWith({ done: 1, failed: [expect.objectContaining({ ticket: two })], again: null });
  });

  it("keeps what was typed for those that did not go, and offers to ask again", async () => {
    const keep = vi.fn();

    await carryOutOrSay([one, two], deed((ticket) => (ticket === two ? refused : null)), { keep, again: "hand_over" });

    expect(keep.mock.calls).toEqual([[[two]]]);
    expect(report.reportBulk).toHaveBeenCalledWith(expect.objectContaining({ done: 1, again: "hand_over" }));
  });
});

describe("A label for a ticket whose newest entries hold no post", () => {
  it("is not said to be given", async () => {
    vi.spyOn(queryClient, "query").mockResolvedValue({ ticket: one, timeline: [] });
    vi.spyOn(router, "POST");

    expect(await carryOut([one], relabel("praise"))).toBe(false);
    expect(toasts.toast).toHaveBeenCalledWith(expect.anything(), "bad");
    expect(router.POST).not.toHaveBeenCalled();
  });
});

function deed(problem: (ticket: TicketRow) => ApiProblem | null): Deed {
  return {
    done: () => "done",
    request: (ticket) => {
      const why = problem(ticket);
      return why ? Promise.reject(why) : Promise.resolve(null);
    },
  };
}

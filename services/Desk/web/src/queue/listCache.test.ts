import { QueryObserver } from "@tanstack/react-query";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { LiveChange, TicketRow } from "../api/types";
import { keys, queryClient } from "../app/queries";
import { changed, firstPage, pageAfter, ticketsChanged, withRow, type ListData } from "./listCache";

function row(id: number, version: number): TicketRow {
  return { id, version, number: `T-${id}` } as TicketRow;
}

const list: ListData = {
  pageParams: [firstPage],
  pages: [{ items: [row(1, 5), row(2, 5)], next: null }],
};

describe("A row brought up to date", () => {
  it("takes the place of its older self", () => {
    expect(withRow(list, row(2, 6)).pages[0]?.items.map((each) => each.version)).toEqual([5, 6]);
  });

  it("never goes back to an older version", () => {
    expect(withRow(list, row(2, 4))).toBe(list);
  });

  it("leaves lists alone that do not hold it", () => {
    expect(withRow(list, row(3, 9))).toBe(list);
  });
});

describe("The pages of a list", () => {
  const page = { items: [row(1, 5)], next: "more" };

  it("are short at first, and long for whoever goes on", () => {
    expect(pageAfter(page, [page])).toEqual({ cursor: "more", limit: 50 });
    expect(pageAfter(page, [page, page, page])).toEqual({ cursor: "more", limit: 200 });
  });

  it("end with the list", () => {
    expect(pageAfter({ ...page, next: null }, [page])).toBeNull();
  });
});

describe("A list of many pages with one row changed", () => {
  it("keeps the pages and rows that did not change", () => {
    const long: ListData = { pageParams: [firstPage, { cursor: "2", limit: 50 }], pages: [{ items: [row(1, 5)], next: "2" }, { items: [row(2, 5), row(3, 5)], next: null }] };

    const after = changed(long, 3, (shown) => ({ ...shown, present: [] }));

    expect(after.pages[0]).toBe(long.pages[0]);
    expect(after.pages[1]?.items[0]).toBe(long.pages[1]?.items[0]);
    expect(after.pages[1]?.items[1]?.present).toEqual([]);
  });
});

describe("A list while changes come in", () => {
  const answerTakes = 200;
  let asked = 0;
  let before = 0;
  let leave: () => void;
  const answers = () => queryClient.getQueryCache().findAll({ queryKey: keys.lists })[0]?.state.dataUpdateCount ?? 0;

  beforeEach(async () => {
    vi.useFakeTimers();
    const observer = new QueryObserver<ListData>(queryClient, {
      queryKey: [...keys.lists, { view: "team" }],
      queryFn: async () => {
        asked += 1;
        await new Promise((done) => setTimeout(done, answerTakes));
        return list;
      },
    });
    leave = observer.subscribe(() => undefined);
    await vi.advanceTimersByTimeAsync(5_000);
    [asked, before] = [0, answers()];
  });
  afterEach(async () => {
    await vi.advanceTimersByTimeAsync(5_000);
    leave();
    queryClient.clear();
    vi.useRealTimers();
  });

  async function hear(id: number, every: number, times: number): Promise<void> {
    for (let version = 6; version < 6 + times; version++) {
      ticketsChanged([{ ticket_id: id, version } as LiveChange]);
      await vi.advanceTimersByTimeAsync(every);
    }
  }

  it("is fetched soon where it shows the ticket", async () => {
    await hear(1, 400, 1);
    await vi.advanceTimersByTimeAsync(400);
    expect(answers()).toBeGreaterThan(before);
  });

  it("gets its answers though changes come faster than they do", async () => {
    await hear(1, 50, 40);
    expect(answers()).toBeGreaterThan(before + 4);
  });

  it("is fetched once a second for tickets that it does not show", async () => {
    await hear(77, 50, 60);
    expect(asked).toBeGreaterThan(1);
    expect(asked).toBeLessThan(6);
  });
});

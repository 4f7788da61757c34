import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { TicketRow } from "../api/types";
import { useHeldOrder } from "./useHeldOrder";

const rows = (...ids: number[]) => ids.map((id) => ({ id }) as TicketRow);

describe("The order of a list that is worked through", () => {
  let held!: ReturnType<typeof useHeldOrder>;
  let root: Root;
  const Page = ({ list, fresh }: { list: string; fresh: readonly TicketRow[] }) => {
    held = useHeldOrder(list, fresh);
    return null;
  };
  const show = (list: string, fresh: readonly TicketRow[]) => act(() => root.render(<Page list={list} fresh={fresh} />));
  /** From the queue to a ticket of it, or back: another page of the same list. */
  const goOn = (list: string, fresh: readonly TicketRow[]) => {
    act(() => root.unmount());
    root = createRoot(document.createElement("div"));
    show(list, fresh);
  };
  const shownIds = () => held.rows.map((row) => row.id);

  beforeEach(() => {
    vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
    vi.useFakeTimers();
    root = createRoot(document.createElement("div"));
  });
  afterEach(() => {
    act(() => held.showChanges());
    act(() => root.unmount());
    vi.useRealTimers();
  });

  it("is the same on the next page, with the row that has left meanwhile", () => {
    show("mine", rows(1, 2, 3));
    act(() => held.touch());
    const changed = rows(3, 1, 4);
    show("mine", changed);
    expect(shownIds()).toEqual([1, 2, 3, 4]);

    goOn("mine", changed);

    expect(shownIds()).toEqual([1, 2, 3, 4]);
    expect([...held.gone]).toEqual([2]);
  });

  it("moves again once nobody has touched it for a while, on whichever page", () => {
    show("mine", rows(1, 2));
    act(() => held.touch());
    act(() => void vi.advanceTimersByTime(5_000));
    goOn("mine", rows(2, 1));
    expect(shownIds()).toEqual([1, 2]);

    act(() => void vi.advanceTimersByTime(3_000));

    expect(shownIds()).toEqual([2, 1]);
  });

  it("is nothing to another list, nor to one that was left alone", () => {
    show("mine", rows(1, 2));
    act(() => held.touch());
    goOn("team", rows(2, 1));
    expect(shownIds()).toEqual([2, 1]);

    act(() => void vi.advanceTimersByTime(9_000));
    goOn("team", rows(1, 2));
    expect(shownIds()).toEqual([1, 2]);
  });
});

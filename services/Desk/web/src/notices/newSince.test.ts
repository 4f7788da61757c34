import { expect, it } from "vitest";
import type { NotificationView } from "../api/types";
import { newSince } from "./newSince";

const notice = (id: number, read = false) => ({ id, read }) as NotificationView;

it("Nothing is news when the page is opened", () => {
  expect(newSince([notice(7), notice(5)], null)).toEqual({ fresh: [], newest: 7 });
  expect(newSince([], null)).toEqual({ fresh: [], newest: 0 });
});

it("What comes later is news once, unless it was read elsewhere", () => {
  const { fresh, newest } = newSince([notice(9), notice(8, true), notice(7)], 7);
  expect(fresh.map((each) => each.id)).toEqual([9]);
  expect(newSince([notice(9), notice(8, true), notice(7)], newest).fresh).toEqual([]);
});

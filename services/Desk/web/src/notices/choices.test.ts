import { expect, it } from "vitest";
import type { NoticeChoice, NotificationView } from "../api/types";
import { announcementOf, shownOf } from "./choices";

const notice = (id: number, kind: string) => ({ id, kind }) as NotificationView;
const choice = (kind: string, shown: boolean, pops_up: boolean, sounds: boolean): NoticeChoice => ({ kind, shown, pops_up, sounds });

it("What nobody was asked about is shown and pops up without a sound", () => {
  const all = [notice(2, "mentioned"), notice(1, "something_new")];
  expect(shownOf(all, [])).toEqual(all);
  expect(announcementOf(all, [])).toEqual({ said: all, heard: false });
});

it("A kind that is not wanted is neither shown nor said nor heard", () => {
  const all = [notice(2, "clock.warn"), notice(1, "mentioned")];
  const choices = [choice("clock.warn", false, true, true)];
  expect(shownOf(all, choices).map((each) => each.id)).toEqual([1]);
  expect(announcementOf(all, choices)).toEqual({ said: [all[1]], heard: false });
});

it("A kind can be heard without popping up", () => {
  const all = [notice(1, "clock.breach")];
  expect(announcementOf(all, [choice("clock.breach", true, false, true)])).toEqual({ said: [], heard: true });
});

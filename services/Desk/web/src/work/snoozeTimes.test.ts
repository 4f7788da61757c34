import { describe, expect, it } from "vitest";
import { localField, snoozeTimes } from "./snoozeTimes";

const at = (text: string) => snoozeTimes(new Date(text)).map((time) => `${time.id} ${localField(time.at)}`);

describe("The times to snooze until", () => {
  it("are still to come", () => {
    // A Friday.
    expect(at("2026-06-05T09:30")).toEqual([
      "hour 2026-06-05T10:30",
      "afternoon 2026-06-05T14:00",
      "evening 2026-06-05T18:00",
      "tomorrow 2026-06-06T09:00",
      "monday 2026-06-08T09:00",
      "week 2026-06-12T09:00",
    ]);
    expect(at("2026-06-05T17:30")[1]).toBe("tomorrow 2026-06-06T09:00");
  });

  it("name no day twice", () => {
    expect(at("2026-06-07T20:00")).toEqual(["hour 2026-06-07T21:00", "tomorrow 2026-06-08T09:00", "week 2026-06-14T09:00"]);
    expect(at("2026-06-08T20:00").at(-1)).toBe("monday 2026-06-15T09:00");
  });
});

import { describe, expect, it } from "vitest";
import { clicked, dayOf, isZone, weeksOf } from "./year";

const hours = [{ from: "09:00", to: "18:00" }];
const office = { week: { monday: hours, tuesday: hours, wednesday: hours, thursday: hours, friday: hours } };

describe("A click on a date", () => {
  it("makes an open Thursday a holiday, and a second click keeps what was set", () => {
    const days = clicked(office, "2026-10-01");
    expect(dayOf({ ...office, days }, "2026-10-01").kind).toBe("closed");

    const named = days.map((day) => ({ ...day, note: "National Day" }));
    expect(clicked({ ...office, days: named }, "2026-10-01")).toBe(named);
  });

  it("makes a closed Saturday a make-up day with the week's hours", () => {
    const days = clicked(office, "2026-10-10");

    expect(dayOf({ ...office, days }, "2026-10-10")).toMatchObject({ kind: "make_up", open: hours });
  });

  it("keeps the dates in order", () => {
    const days = clicked({ ...office, days: [{ date: "2026-10-02" }] }, "2026-10-01");

    expect(days.map((day) => day.date)).toEqual(["2026-10-01", "2026-10-02"]);
  });
});

describe("A month", () => {
  it("begins on Monday and holds every day once", () => {
    const weeks = weeksOf(2026, 1);

    expect(weeks[0]).toEqual([null, null, null, null, null, null, "2026-02-01"]);
    expect(weeks.flat().filter((date) => date !== null)).toHaveLength(28);
  });
});

describe("A zone", () => {
  it("is one only when it is wholly written", () => {
    expect(["Asia/Shanghai", "Asia/Sh", ""].map(isZone)).toEqual([true, false, false]);
  });
});

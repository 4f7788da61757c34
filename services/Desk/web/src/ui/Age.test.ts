import { expect, it } from "vitest";
import { shortMoment } from "./Age";

const now = new Date(2026, 10, 23, 12).getTime();
const at = (...parts: [number, number, number, number]) => shortMoment(new Date(...parts).toISOString(), "en", now);

it("A moment is told as shortly as it can be mistaken for no other", () => {
  expect(at(2026, 10, 23, 9)).toBe("09:00");
  expect(at(2026, 1, 21, 18)).toBe("Feb 21, 18:00");
  expect(at(2027, 1, 21, 18)).toBe("Feb 21, 2027, 18:00");
});

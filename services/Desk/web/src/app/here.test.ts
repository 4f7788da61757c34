import { afterEach, describe, expect, it } from "vitest";
import { navigate } from "./address";
import { here } from "./here";

afterEach(() => document.body.replaceChildren());

describe("Somebody who waits for an answer", () => {
  it("is still there while only filters change", () => {
    navigate("/tickets/7?view=mine");
    const isHere = here();
    navigate("/tickets/7?view=team");
    expect(isHere()).toBe(true);
  });

  it("is gone once they have opened something else, and there again when they come back", () => {
    navigate("/tickets/7");
    const isHere = here();
    navigate("/tickets/8");
    expect(isHere()).toBe(false);
    navigate("/tickets/7");
    expect(isHere()).toBe(true);
  });

  it("is not moved out of a text that they have begun meanwhile", () => {
    const [before, since] = [put(), put()];
    before.focus();
    const isHere = here();
    expect(isHere()).toBe(true);
    before.blur();
    expect(isHere()).toBe(true);
    since.focus();
    expect(isHere()).toBe(false);
  });
});

function put(): HTMLTextAreaElement {
  const box = document.createElement("textarea");
  document.body.append(box);
  return box;
}

import { act, createElement } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Toasts } from "./Toasts";
import { toast } from "./toast";

const way = (id: number) => ({ to: `/tickets/${id}?view=all`, text: `Open T-${id}` });
let root: Root;
let page: HTMLElement;

beforeEach(() => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  vi.useFakeTimers();
  page = document.body.appendChild(document.createElement("div"));
  root = createRoot(page);
  act(() => root.render(createElement(Toasts)));
});

afterEach(() => {
  while (page.querySelector("button")) act(() => page.querySelector("button")?.click());
  act(() => root.unmount());
  page.remove();
  vi.useRealTimers();
});

function say(...things: Parameters<typeof toast>) {
  act(() => toast(...things));
}

function pass(milliseconds: number) {
  act(() => void vi.advanceTimersByTime(milliseconds));
}

function told() {
  return [...page.querySelectorAll(".toast")].map((entry) => entry.textContent);
}

describe("What is said in passing", () => {
  it("goes by itself, and what went wrong later than what went well", () => {
    say("Saved");
    say("Not saved", "bad");
    pass(3_600);
    expect(told()).toEqual(["Not saved"]);
    pass(6_000);
    expect(told()).toEqual([]);
  });
});

describe("What has a way back", () => {
  it("stays until the way is taken", () => {
    say("T-7 was not resolved", "bad", way(7));
    pass(3_600_000);
    expect(told()).toEqual(["T-7 was not resolved Open T-7"]);
    act(() => page.querySelector("a")?.click());
    expect(told()).toEqual([]);
    expect(location.pathname).toBe("/tickets/7");
  });

  it("stays until it is dismissed, by Escape too while it has the focus", () => {
    say("T-7 was not resolved", "bad", way(7));
    say("T-8 was not resolved", "bad", way(8));
    act(() => page.querySelector("button")?.click());
    expect(told()).toEqual(["T-8 was not resolved Open T-8"]);
    const escape = new KeyboardEvent("keydown", { key: "Escape", bubbles: true });
    const heard = vi.fn();
    addEventListener("keydown", heard);
    act(() => void page.querySelector("a")?.dispatchEvent(escape));
    removeEventListener("keydown", heard);
    expect(told()).toEqual([]);
    expect(heard).not.toHaveBeenCalled();
  });

  it("gives way to nothing that goes by itself, and is there once however often it is said", () => {
    say("T-7 was not resolved", "bad", way(7));
    for (const count of [1, 2, 3, 4, 5]) say(`Saved ${count}`);
    say("T-7 was not resolved", "bad", way(7));
    expect(told()).toEqual(["Saved 3", "Saved 4", "Saved 5", "T-7 was not resolved Open T-7"]);
  });

  it("leaves room for the page", () => {
    for (const id of [1, 2, 3, 4, 5, 6]) say(`T-${id} was not resolved`, "bad", way(id));
    expect(told()).toHaveLength(4);
    expect(told()[0]).toContain("T-3");
  });

  it("is told politely", () => {
    expect(page.querySelector("[role=status]")?.getAttribute("aria-live")).toBe("polite");
  });
});

import i18next from "i18next";
import { act, useState } from "react";
import { createRoot } from "react-dom/client";
import { initReactI18next } from "react-i18next";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { PlatformChoices } from "./PlatformChoices";

let held: readonly string[];
let unmount: () => void;
const host = document.createElement("div");

beforeEach(async () => {
  await i18next.use(initReactI18next).init({ lng: "en", resources: {} });
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  document.body.append(host);
  const root = createRoot(host);
  act(() => root.render(<Form />));
  unmount = () => act(() => root.unmount());
});

afterEach(() => unmount());

it("takes a channel that has no name here by Enter, without sending the form", () => {
  type("returns-desk");
  expect(key("Enter")).toBe(false);
  expect(held).toEqual(["weibo", "returns-desk"]);
  expect(another().value).toBe("");
  // The word is taken: the next Enter is the form's.
  expect(key("Enter")).toBe(true);
});

it("takes what is typed when it is left, and nothing of spaces", () => {
  type("  ");
  leave();
  type("returns-desk");
  leave();
  expect(held).toEqual(["weibo", "returns-desk"]);
});

it("keeps one that is let go within reach", () => {
  const boxes = () => host.querySelectorAll("input[type=checkbox]").length;
  const before = boxes();
  act(() => (host.querySelector("input[type=checkbox]:checked") as HTMLInputElement).click());
  expect(held).toEqual([]);
  expect(boxes()).toBe(before);
});

function Form() {
  const [all, setAll] = useState<readonly string[]>(["weibo"]);
  held = all;
  return <PlatformChoices held={all} onChange={setAll} />;
}

function another(): HTMLInputElement {
  const input = host.querySelector<HTMLInputElement>("input.another");
  if (input === null) throw new Error("nothing to type in");
  return input;
}

function type(text: string) {
  act(() => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(another(), text);
    another().dispatchEvent(new Event("input", { bubbles: true }));
  });
}

function leave() {
  act(() => {
    another().dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
  });
}

/** Whether the key is left to the form. */
function key(name: string): boolean {
  let isLeft = false;
  act(() => {
    isLeft = another().dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true }));
  });
  return isLeft;
}

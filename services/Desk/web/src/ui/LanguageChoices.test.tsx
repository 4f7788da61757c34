import { act, useState } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { LanguageChoices } from "./LanguageChoices";

let held: readonly string[];
let unmount: () => void;
const host = document.createElement("div");

beforeEach(() => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  document.body.append(host);
  const root = createRoot(host);
  act(() => root.render(<Form />));
  unmount = () => act(() => root.unmount());
});

afterEach(() => unmount());

it("takes a language when its button is pressed, not when the list is walked through", () => {
  choose("fr");
  choose("ja");
  expect(held).toEqual(["zh"]);
  act(() => host.querySelector("button")?.click());
  expect(held).toEqual(["zh", "ja"]);
  expect(host.querySelector("button")).toBeNull();
});

it("keeps one that is let go within reach", () => {
  choose("ja");
  act(() => host.querySelector("button")?.click());
  act(() => [...host.querySelectorAll("input")].at(-1)?.click());
  expect(held).toEqual(["zh"]);
  expect(host.querySelectorAll("input")).toHaveLength(3);
});

function Form() {
  const [all, setAll] = useState<readonly string[]>(["zh"]);
  held = all;
  return <LanguageChoices held={all} onChange={setAll} />;
}

function choose(code: string) {
  const list = host.querySelector("select");
  if (list === null) throw new Error("no list");
  act(() => {
    list.value = code;
    list.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

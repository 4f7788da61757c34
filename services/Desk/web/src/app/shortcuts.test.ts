import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { shortcutOf, switchShortcuts } from "./shortcuts";

beforeEach(() => switchShortcuts(true));
afterEach(() => document.body.replaceChildren());

/** Presses a key on an element and says what the desk takes it for. */
function press(key: string, init: KeyboardEventInit = {}, target: Element = document.body): string | null {
  let heard: string | null = null;
  const listen = (event: KeyboardEvent) => (heard = shortcutOf(event));
  addEventListener("keydown", listen, { once: true });
  target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...init }));
  return heard;
}

function put(tag: string, attributes: Record<string, string> = {}): Element {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  document.body.append(element);
  return element;
}

describe("A single key", () => {
  it("is a command on the page", () => {
    expect(press("j")).toBe("j");
    expect(press("E", { shiftKey: true })).toBe("Shift+E");
    expect(press("ArrowDown", { shiftKey: true })).toBe("Shift+ArrowDown");
    expect(press(";")).toBe(";");
    expect(press("?", { shiftKey: true })).toBe("?");
    expect(press("k", { ctrlKey: true })).toBe("Ctrl+K");
  });

  it("is a letter while somebody types", () => {
    expect(press("j", {}, put("textarea"))).toBeNull();
    expect(press("e", {}, put("input", { type: "search" }))).toBeNull();
    expect(press("1", {}, put("select"))).toBeNull();
    expect(press("r", {}, put("div", { contenteditable: "true" }))).toBeNull();
  });

  it("opens the palette with Ctrl while somebody types as well", () => {
    expect(press("k", { ctrlKey: true }, put("textarea"))).toBe("Ctrl+K");
    expect(press("K", { ctrlKey: true, altKey: true }, put("textarea"))).toBeNull();
  });

  it("is a command on a checkbox, where nobody types", () => {
    expect(press("j", {}, put("input", { type: "checkbox" }))).toBe("j");
  });

  it("belongs to the input method while it composes", () => {
    expect(press("n", { isComposing: true })).toBeNull();
    expect(press("Process")).toBeNull();
  });

  it("stays the browser's with Ctrl, Alt or Command", () => {
    expect(press("r", { ctrlKey: true })).toBeNull();
    expect(press("e", { altKey: true })).toBeNull();
    expect(press("w", { metaKey: true })).toBeNull();
  });

  it("is silent when switched off, but the sheet still opens", () => {
    switchShortcuts(false);
    expect(press("e")).toBeNull();
    expect(press("?")).toBe("?");
    expect(press("Escape")).toBe("Escape");
  });
});

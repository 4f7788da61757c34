import { act } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { listenForShortcuts, useShortcuts } from "../app/shortcuts";
import { Toasts } from "./Toasts";
import { dismiss, toast } from "./toast";

const back = vi.fn();
let unmount: () => void;
let stopListening: () => void;
const host = document.createElement("div");

beforeEach(() => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  vi.useFakeTimers();
  back.mockClear();
  document.body.append(host);
  stopListening = listenForShortcuts();
});

afterEach(() => {
  act(() => {
    for (let id = 1; id < 40; id++) dismiss(id);
  });
  unmount();
  stopListening();
  vi.useRealTimers();
});

describe("Escape", () => {
  it("puts the newest of what stays away before the page hears it", () => {
    show(<Page />);
    act(() => {
      toast("T-1 was not resolved.", "bad", { to: "/tickets/1", text: "Open" });
      toast("T-2 was not resolved.", "bad", { to: "/tickets/2", text: "Open" });
    });
    press();
    expect(texts()).toEqual(["T-1 was not resolved."]);
    press();
    expect([texts(), back.mock.calls.length]).toEqual([[], 0]);
    press();
    expect(back).toHaveBeenCalledOnce();
  });

  it("is the page's where what is told goes by itself, and else puts that away", () => {
    show(<Page />);
    act(() => toast("T-1 resolved."));
    press();
    expect([texts(), back.mock.calls.length]).toEqual([["T-1 resolved."], 1]);
    show(<></>);
    press();
    expect(texts()).toEqual([]);
  });

  it("is not the toast's where a text, a dialog or a menu wants it", () => {
    show(<Dialog />);
    act(() => toast("T-1 was not resolved.", "bad", { to: "/tickets/1", text: "Open" }));
    press();
    show(<textarea />);
    press(document.querySelector("textarea") ?? document);
    const menu = (event: Event) => event.preventDefault();
    document.addEventListener("keydown", menu);
    press();
    document.removeEventListener("keydown", menu);
    expect(texts()).toEqual(["T-1 was not resolved."]);
  });
});

function Page() {
  useShortcuts({ Escape: back });
  return null;
}

function Dialog() {
  useShortcuts({}, { exclusive: true });
  return null;
}

let root: ReturnType<typeof createRoot> | undefined;
function show(page: React.ReactNode) {
  root ??= createRoot(host);
  const now = root;
  unmount = () => {
    act(() => now.unmount());
    root = undefined;
  };
  act(() =>
    now.render(
      <>
        {page}
        <Toasts />
      </>,
    ),
  );
}

function press(on: EventTarget = document) {
  act(() => void on.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true })));
}

function texts(): string[] {
  return [...document.querySelectorAll(".toast > span")].map((element) => element.firstChild?.textContent ?? "");
}

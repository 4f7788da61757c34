import { useLayoutEffect, useRef } from "react";

/** What each key does: `j`, `Enter`, `Shift+E`, `?`. */
export type Shortcuts = Readonly<Record<string, (() => void) | undefined>>;

const offKey = "desk.shortcuts.off";

interface Listener {
  current: Shortcuts;
  readonly exclusive: boolean;
  readonly rank: Rank;
}

/** Before the page, as the page, or where the page has nothing for the key. */
type Rank = "before" | "page" | "after";
const ranks: readonly Rank[] = ["before", "page", "after"];

/** Newest page or dialog first: it alone hears the key. */
const stack: Listener[] = [];

export function shortcutsAreOff(): boolean {
  return localStorage.getItem(offKey) === "1";
}

export function switchShortcuts(on: boolean): void {
  if (on) localStorage.removeItem(offKey);
  else localStorage.setItem(offKey, "1");
}

/**
 * Listens for keys while the component is shown, from the moment it is: a key that is pressed before it has been painted is
 * heard. An exclusive listener (a dialog) silences those below it.
 */
export function useShortcuts(shortcuts: Shortcuts, options: { exclusive?: boolean; rank?: Rank } = {}): void {
  const entry = useRef<Listener>({ current: shortcuts, exclusive: options.exclusive ?? false, rank: options.rank ?? "page" });
  useLayoutEffect(() => {
    entry.current.current = shortcuts;
  });
  useLayoutEffect(() => {
    const mine = entry.current;
    stack.push(mine);
    return () => {
      stack.splice(stack.indexOf(mine), 1);
    };
  }, []);
}

/** The name of the key that was pressed, as the tables spell it; null where keys are not for us. */
export function shortcutOf(event: KeyboardEvent): string | null {
  // While an input method composes, keys are letters of a word, not commands; some browsers only say "Process".
  if (event.isComposing || event.key === "Process" || event.defaultPrevented) return null;
  if (event.altKey) return null;
  // Nobody writes with it: it is heard in a text as well.
  if (event.ctrlKey || event.metaKey) return event.key.toLowerCase() === "k" ? "Ctrl+K" : null;
  if (isTyping(event.target)) return null;
  if (shortcutsAreOff() && event.key.length === 1 && event.key !== "?") return null;
  if (event.shiftKey && /^([A-Za-z]|Arrow\w+)$/.test(event.key)) {
    return `Shift+${event.key.length === 1 ? event.key.toUpperCase() : event.key}`;
  }
  return event.key;
}

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest("[contenteditable='true']") !== null) return true;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button", "submit"].includes(target.type);
  return target.tagName === "TEXTAREA" || target.tagName === "SELECT";
}

/** Whoever moves through a list by key has left the link or button that was clicked before: Enter is the list's again. */
export function leaveControl(): void {
  const control = document.activeElement?.closest("a,button,summary");
  if (control instanceof HTMLElement) control.blur();
}

/** While a dialog is open, nothing outside the pages hears a key. */
function inOrder(): readonly Listener[] {
  const heard = stack.some((entry) => entry.exclusive) ? (["page"] as const) : ranks;
  return heard.flatMap((rank) => stack.filter((entry) => entry.rank === rank).reverse());
}

/** One listener for the whole page. */
export function listenForShortcuts(): () => void {
  function onKey(event: KeyboardEvent) {
    const key = shortcutOf(event);
    if (key === null) return;
    // A button or a link that has the focus keeps its own Enter.
    const focused = event.target instanceof HTMLElement && event.target.closest("a,button,summary") !== null;
    if (key === "Enter" && focused) return;
    for (const entry of inOrder()) {
      const act = entry.current[key];
      if (act !== undefined) {
        event.preventDefault();
        act();
        return;
      }
      if (entry.exclusive) {
        // A dialog has nothing for it, but the browser's own meaning would lead away from what is typed there.
        if (key === "Ctrl+K") event.preventDefault();
        return;
      }
    }
  }

  addEventListener("keydown", onKey);
  return () => removeEventListener("keydown", onKey);
}

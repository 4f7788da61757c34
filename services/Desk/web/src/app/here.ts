import { currentPlace } from "./address";
import { isTyping } from "./shortcuts";

/**
 * Remembers where somebody is. What it gives says whether they still are there: on the same page, and not writing
 * something else by now. A late answer leads nobody away from where they went meanwhile.
 */
export function here(): () => boolean {
  const { path } = currentPlace();
  const focus = document.activeElement;
  return () =>
    currentPlace().path === path && (document.activeElement === focus || !isTyping(document.activeElement));
}

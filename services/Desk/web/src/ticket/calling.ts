/** Where somebody is being called by `@` just before the caret, and what is typed of the name. */
export interface Calling {
  readonly from: number;
  readonly name: string;
}

const longest = 40;

/** An `@` after a space, a line or a Chinese sign begins a name; an address like `a@b` does not. */
export function callingAt(text: string, caret: number): Calling | null {
  const from = text.lastIndexOf("@", caret - 1);
  if (from < 0 || caret - from > longest) return null;
  const name = text.slice(from + 1, caret);
  if (name.includes("\n") || /^\s/.test(name)) return null;
  const before = text[from - 1];
  return before !== undefined && /[A-Za-z0-9._%+-]/.test(before) ? null : { from, name };
}

/** Colleagues whose name, or a part of it, begins so. */
export function colleaguesFor<T extends { name: string }>(people: readonly T[], name: string, most = 6): T[] {
  const typed = name.toLocaleLowerCase();
  return people
    .filter((person) => {
      const known = person.name.toLocaleLowerCase();
      return known.startsWith(typed) || known.split(/[\s-]+/).some((part) => part.startsWith(typed));
    })
    .slice(0, most);
}

/** The text with the name in place of what was typed of it, and where the caret goes. */
export function withName(text: string, caret: number, calling: Calling, name: string): { text: string; caret: number } {
  const before = `${text.slice(0, calling.from)}@${name} `;
  return { text: before + text.slice(caret).replace(/^ /, ""), caret: before.length };
}

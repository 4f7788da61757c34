/** What a canned text may ask for; the router fills them in for the ticket at hand. */
export const variables = ["author", "ticket", "order", "agent", "account"] as const;
export type Variable = (typeof variables)[number];

/** A piece of a canned text: words as they stand, or a blank by its name. */
export type Part = { readonly words: string } | { readonly blank: Variable } | { readonly unknown: string };

/** Takes a text apart at its blanks, `{{author}}`, spaces inside allowed. */
export function partsOf(text: string): Part[] {
  return text
    .split(/(\{\{\s*[^{}]*?\s*\}\})/)
    .filter((piece) => piece !== "")
    .map((piece) => {
      const name = /^\{\{\s*([^{}]*?)\s*\}\}$/.exec(piece)?.[1];
      const blank = variables.find((each) => each === name);
      return name === undefined ? { words: piece } : blank ? { blank } : { unknown: name };
    });
}

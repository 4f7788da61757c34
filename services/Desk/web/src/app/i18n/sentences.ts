/** What the services say, sentence by sentence, with a numbered blank for each value: `At most {0} links.` */
export type Sentences = Readonly<Record<string, string>>;

interface Pattern {
  readonly form: RegExp;
  readonly blanks: readonly string[];
  readonly text: string;
}

const blank = /\{\d+\}/g;

/** Finds the sentence in the table, fills in what stood in its blanks, and says it; null where the table has none. */
export function sayWith(table: Sentences): (sentence: string) => string | null {
  let patterns: readonly Pattern[] | undefined;
  return (sentence) => {
    const whole = table[sentence];
    if (whole !== undefined) return whole;
    patterns ??= patternsOf(table);
    for (const { form, blanks, text } of patterns) {
      const values = form.exec(sentence)?.slice(1);
      if (values) return text.replace(blank, (each) => values[blanks.indexOf(each)] ?? each);
    }
    return null;
  };
}

/** The longest first: what leaves the least to a blank says most. */
function patternsOf(table: Sentences): readonly Pattern[] {
  return Object.entries(table)
    .filter(([sentence]) => sentence.search(blank) >= 0)
    .map(([sentence, text]) => ({
      form: new RegExp(`^${sentence.split(blank).map(literal).join("(.+?)")}$`, "s"),
      blanks: sentence.match(blank) ?? [],
      text,
      said: sentence.replace(blank, "").length,
    }))
    .sort((one, other) => other.said - one.said);
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

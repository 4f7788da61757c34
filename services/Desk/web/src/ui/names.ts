/** A country or a language by the name that the reader knows. */
export function nameOf(kind: "region" | "language", code: string, reader: string): string {
  try {
    return new Intl.DisplayNames([reader], { type: kind }).of(code) ?? code;
  } catch {
    return code;
  }
}

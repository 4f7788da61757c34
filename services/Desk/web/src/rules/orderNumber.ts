/** The order number that a pattern finds in a post; null where there is none, undefined where it cannot be tried in a browser. */
export function orderNumberIn(post: string, pattern: string): string | null | undefined {
  if (pattern === "") return undefined;
  try {
    const found = new RegExp(pattern, "i").exec(post);
    const number = found ? (found[1] ?? found[0]) : "";
    return number === "" ? null : number.toUpperCase();
  } catch {
    return undefined;
  }
}

/** The list with one more in it, or without it. */
export function toggled<T>(all: readonly T[], one: T, on: boolean): readonly T[] {
  return on ? [...all, one] : all.filter((each) => each !== one);
}

/** The same keys with other texts. */
export type Same<Words> = { [Key in keyof Words]: Words[Key] extends string ? string : Same<Words[Key]> };

/** To make a format takes longer than to use it a hundred times: each is made once for a language. */
function madeOnce<Options extends object, Format>(
  make: (language: string, options: Options) => Format,
): (language: string, options: Options) => Format {
  const made = new Map<Options, Map<string, Format>>();
  return (language, options) => {
    const known = made.get(options) ?? new Map<string, Format>();
    made.set(options, known);
    const format = known.get(language) ?? make(language, options);
    known.set(language, format);
    return format;
  };
}

/** The options must be one and the same object each time. */
export const dateFormat = madeOnce((language, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(language, options));

/** The options must be one and the same object each time. */
export const numberFormat = madeOnce((language, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(language, options));

/** Text as one word of a POSIX shell. */
export const quotedWord = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** The same, without quotes where no shell needs them. */
export const shellWord = (text: string): string => (/^[\w.,/:@%+=-]+$/.test(text) ? text : quotedWord(text));

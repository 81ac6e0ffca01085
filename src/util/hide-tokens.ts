/** What may be a word of a credential: between white space, quotes, brackets and the signs that join a name and a value. */
const words = /[^\s"'`<>()[\]{},;|:=]{8,}/g;

/** Words of both letters and digits from this length on are taken for credentials. */
const tokenLength = 16;

/**
 * What a program that failed says on stderr, without what may be a credential. The suite does not know the token of a
 * program that gave none: so what the program printed on stdout, and long words of letters and digits, are left out.
 */
export function hideTokens(message: string, output = ''): string {
  const printed = new Set(output.match(words));
  return message.replace(words, (word) => {
    if (printed.has(word)) return hidden;
    return isPath(word)
      ? word
          .split(/([/\\])/)
          .map(hideToken)
          .join('')
      : hideToken(word);
  });
}

const hidden = '[hidden]';

const isPath = (word: string): boolean => /^(?:\.{0,2}|~)[/\\]/.test(word);

const hideToken = (word: string): string =>
  word.length >= tokenLength && /\d/.test(word) && /[a-z]/i.test(word) ? hidden : word;

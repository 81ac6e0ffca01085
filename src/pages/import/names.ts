/** Names for a draft, from the words of pages. */

const articles = new Set(['a', 'an', 'the']);

/** `Renew a loan` is `renewLoan`. */
export function camelCase(text: string): string {
  const words = text
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '' && !articles.has(word.toLowerCase()));
  return words
    .map(
      (word, index) =>
        (index === 0 ? word.charAt(0).toLowerCase() : word.charAt(0).toUpperCase()) + word.slice(1),
    )
    .join('');
}

export const capitalised = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

export const slugOf = (text: string): string =>
  text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .join('-');

/** The name, with a number appended if it is already taken; adds it to `taken`. */
export function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let number = 2; taken.has(free); number += 1) free = `${name}${number}`;
  taken.add(free);
  return free;
}

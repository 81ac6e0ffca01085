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

/**
 * The fragment that tells an operation from others of its method and path: the words of its page's target, without the
 * method and the path. `post-renew-the-loan-branches-branch-loans` is `renew` under `/branches/{branch}/loans`.
 */
export function fragmentOf(anchor: string, method: string, path: string): string {
  const words = slugOf(anchor.replace(/\.rst$/, '')).split('-');
  const ofPath = slugOf(path).split('-');
  const own = words[0] === method.toLowerCase() ? words.slice(1) : words;
  let length = Math.min(ofPath.length, own.length - 1);
  while (length > 0 && own.slice(-length).join('-') !== ofPath.slice(0, length).join('-')) length -= 1;
  const [verb = 'operation', ...rest] = own
    .slice(0, own.length - length)
    .filter((word) => !articles.has(word));
  const [noun, ...more] = rest;
  // `renew-loan` under `/loans` is `renew`.
  const isPlain =
    noun !== undefined && more.length === 0 && ofPath.some((word) => word === noun || word === `${noun}s`);
  return isPlain ? verb : [verb, ...rest].join('-');
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

/** The kind of `--states`: what sets provider states up. */
import type { StatesSource } from '../provider-states/source.ts';
import { nearest } from '../util/nearest.ts';
import { httpUrl, shownUrl, text, unprintable } from './kinds.ts';
import type { Kind } from './option.ts';

/** Sources that begin with a word and a colon. */
const prefixed: Readonly<Record<string, (rest: string) => StatesSource>> = {
  module: (file) => ({ kind: 'module', file }),
  command: (command) => ({ kind: 'command', command }),
};

/** The text before the first colon, and after it. */
const atColon = (given: string) => /^([a-z]*):(.*)$/is.exec(given) ?? [];

/** A hint at what may have been meant by an unknown form of source. */
function sourceMeant(given: string): string {
  if (/^(?:[a-z]:)?[^:]+\.[cm]?[jt]s$/i.test(given)) return ` (did you mean module:${given}?)`;
  const [, word] = atColon(given);
  const near = word === undefined ? undefined : nearest(word, ['http', 'https', ...Object.keys(prefixed)]);
  return near === undefined || near === word ? '' : ` (did you mean ${near}:?)`;
}

const sourceForms = 'a URL that begins with http:// or https://, module:FILE or command:"PROG ARGS"';

const statesText: Kind<StatesSource> = text(
  'URL|module:FILE|command:"PROG ARGS"',
  sourceForms,
  (given, refuse) => {
    const [, word = '', rest = ''] = atColon(given);
    const read = Object.hasOwn(prefixed, word) ? prefixed[word] : undefined;
    if (read) {
      if (rest.trim() === '') return refuse(`must not end after ${word}:`);
      if (unprintable.test(rest)) return refuse(`must not have control characters after ${word}:`);
      return read(rest.trim());
    }
    const url = httpUrl(given, refuse);
    return url ? { kind: 'http', url: url.href } : refuse(`must be ${sourceForms}${sourceMeant(given)}`);
  },
  // A program's arguments may hold a secret; the path of a file is not a URL.
  (given) =>
    given.startsWith('command:') ? 'command:***' : given.startsWith('module:') ? given : shownUrl(given),
);

export const statesSource: Kind<StatesSource> = {
  ...statesText,
  completion: ['http://', 'https://', ...Object.keys(prefixed).map((word) => `${word}:`)],
};

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from '@swc/core';
import { withTimeLimit } from '../../src/util/time-limit.ts';
import { root } from '../support/apis.ts';

/**
 * Each regular expression of the suite is tried on long texts of few characters, where one that is not linear needs
 * minutes: a target, a page or a report decides how long a text is.
 */

/** Read only valid JSON, in which every string has an end. */
const onlyValidJson = new Set(['src/util/numbers-as-text.ts', 'src/reference/json.ts']);

const size = 128 * 1024;
/** Linear ones need a few milliseconds. */
const limit = 3000;

interface Literal {
  readonly file: string;
  readonly pattern: string;
  readonly flags: string;
}

function literalsIn(node: unknown, file: string): Literal[] {
  if (typeof node !== 'object' || node === null) return [];
  const own =
    'type' in node && node.type === 'RegExpLiteral' && 'pattern' in node && 'flags' in node
      ? [{ file, pattern: String(node.pattern), flags: String(node.flags) }]
      : [];
  return [...own, ...Object.values(node).flatMap((value) => literalsIn(value, file))];
}

const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
  .map((name) => join('src', name));

const literals = files.flatMap((file) =>
  literalsIn(parseSync(readFileSync(join(root, file), 'utf8'), { syntax: 'typescript' }), file),
);

test('there are some', () => expect(literals.length).toBeGreaterThan(100));

test.each(
  [...new Map(literals.map((one) => [`/${one.pattern}/${one.flags}`, one]))].filter(
    ([, { file }]) => !onlyValidJson.has(file),
  ),
)('%s', (_name, { pattern, flags }) => {
  const expression = new RegExp(pattern, flags.includes('g') ? flags : `${flags}g`);
  for (const text of textsFor(pattern)) withTimeLimit(limit, () => text.replace(expression, ''));
});

/** Repetitions of what the pattern names, with an end that does not fit. */
function* textsFor(pattern: string): Generator<string> {
  const named = [...pattern.replaceAll(/\\[dwsDWSbBpP]/g, '')].filter((character) => character !== '\\');
  const symbols = [...new Set([...named, 'a', '0', ' ', '"', '\\', '\n'])];
  for (const one of symbols) {
    for (const end of ['', '!']) yield one.repeat(size) + end;
    for (const other of ['a', '0', ' ', '\\', one]) yield `${one}${other}`.repeat(size / 2);
  }
}

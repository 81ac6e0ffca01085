/** Names, messages and prose use the field's own words, in plain English (decision 0017). */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  phrasesIn,
  type RenamedWord,
  renamedWords,
  replacedSentences,
  singleMeaning,
  warningSigns,
  wordsOf,
} from './names.ts';

const root = join(__dirname, '../../..');

interface TextFile {
  readonly file: string;
  readonly text: string;
}

const filesIn = (folder: string, endings: RegExp): readonly TextFile[] =>
  readdirSync(join(root, folder), { recursive: folder !== '.', encoding: 'utf8' })
    .filter((file) => endings.test(file) && !/node_modules|specification\.json/.test(file))
    .map((file) => join(folder, file))
    .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));

const code = ['src', 'contracts', 'scripts'].flatMap((folder) => filesIn(folder, /\.([cm]?js|ts)$/));
const modules = code.map(({ file, text }) => ({ file, text, ...wordsOf(text) }));

const pages = [
  ...filesIn('.', /\.md$/),
  ...['docs', 'spec', 'examples', '.github'].flatMap((folder) => filesIn(folder, /\.(md|ya?ml|json|m?js)$/)),
];

/** Not those of this test, which are the bad samples. */
const tests = filesIn('tests', /\.ts$/).filter(({ file }) => !file.includes('architecture/names'));

/** Files in which a phrase may stand, each with its reason. */
const allowed: Readonly<Record<string, readonly [phrase: string, reason: string][]>> = {
  'src/pages/import/draft.ts': [['Draft', 'a draft of a document, until a person has reviewed it']],
  'src/compare/stored-results.ts': [
    ['contaminated', 'names the old verdict to a user who has such a report'],
    ['not-provoked', 'names the old verdict to a user who has such a report'],
  ],
  'tests/integration/reports.test.ts': [
    ['not-provoked', 'a stored report of version 1 is refused with its new words'],
  ],
  'docs/decisions/0017-names.md': [
    ['contaminated', 'the record of the renaming'],
    ['not-provoked', 'the record of the renaming'],
  ],
};

const unlisted = (file: string, phrases: readonly string[]): string[] =>
  phrases
    .filter((phrase) => !allowed[file]?.some(([one]) => one === phrase))
    .map((phrase) => `${file}: ${phrase}`);

const phrasesOf = (words: readonly RenamedWord[]): readonly string[] => words.map(({ word }) => word);

/** Words that are no common English ones, so that no text and no name needs them. */
const privateWords = phrasesOf(renamedWords.filter((word) => !word.common));

const sameName = (name: string, word: string): boolean => name.toLowerCase() === word.toLowerCase();

const namedAs = (names: Iterable<string>, words: readonly string[]): readonly string[] =>
  [...names].flatMap((name) => words.filter((word) => sameName(name, word)));

test('no exported name is a private word that was renamed', () => {
  const words = phrasesOf(renamedWords);
  expect(modules.flatMap(({ file, exported }) => unlisted(file, namedAs(exported, words)))).toEqual([]);
});

test('no member, parameter or local name is one, unless it is also a common word', () => {
  expect(modules.flatMap(({ file, names }) => unlisted(file, namedAs(names, privateWords)))).toEqual([]);
});

test.each(singleMeaning)('%s has one meaning at most', (name) => {
  const owners = modules.filter(({ exported }) => exported.some((one) => sameName(one, name)));
  expect(owners.map(({ file }) => file).filter((file) => file !== 'src/index.ts').length).toBeLessThan(2);
});

test('no message, page or test has a private word that was renamed', () => {
  const messages = modules.flatMap((one) =>
    unlisted(one.file, phrasesIn(one.messages.join('\n\n'), privateWords)),
  );
  expect([
    ...messages,
    ...[...pages, ...tests].flatMap(({ file, text }) => unlisted(file, phrasesIn(text, privateWords))),
  ]).toEqual([]);
});

test('no comment, message, page or test has a sentence that was replaced, or reads as if translated', () => {
  const phrases = [...replacedSentences, ...warningSigns];
  expect(
    [...code, ...pages, ...tests].flatMap(({ file, text }) => unlisted(file, phrasesIn(text, phrases))),
  ).toEqual([]);
});

test('nothing is allowed that does not occur', () => {
  const texts = new Map([...code, ...pages, ...tests].map(({ file, text }) => [file, text]));
  const idle = Object.entries(allowed).flatMap(([file, entries]) =>
    entries.filter(([phrase]) => !texts.get(file)?.includes(phrase)).map(([phrase]) => `${file}: ${phrase}`),
  );
  expect(idle).toEqual([]);
});

describe('the rules themselves', () => {
  test.each([
    'export interface Patience {}',
    'export const far = 1;',
    'export function sendPatiently() {}',
    'export { good as Manner };',
    "export type { Grounds } from './x.ts';",
    'export class Sheet {}',
  ])('%s is seen', (source) => {
    expect(namedAs(wordsOf(source).exported, phrasesOf(renamedWords))).toHaveLength(1);
  });

  test.each([
    'interface A { readonly spoiledBy: string }',
    'function a(hastyMs: number) {}',
    'a.makesNothing = true;',
  ])('the name in %s is seen', (source) => {
    expect(namedAs(wordsOf(source).names, privateWords)).toHaveLength(1);
  });

  test.each([
    ["throw new Error('The case is contaminated.');", 'contaminated'],
    ['const a = `It was told twice.`;', 'told'],
    ["const a = 'A state that was brought about.';", 'brought about'],
  ])('the message of %s is seen', (source, word) => {
    expect(phrasesIn(wordsOf(source).messages.join('\n\n'), privateWords)).toEqual([word]);
  });

  test.each([
    ['Whoever has them repeats the run.', 'whoever'],
    ['/**\n * For want\n * of a better one.\n */', 'for want of'],
    ['  // A number, be\n  // it odd.', 'be it'],
    ['An option that is given but\nempty is exit code 2', 'that is given but empty'],
    ['It CANNOT be told: it cannot be told.', 'it cannot be told'],
  ])('the phrase in %j is seen', (text, phrase) => {
    expect(phrasesIn(text, [...replacedSentences, ...warningSigns])).toEqual([phrase]);
  });

  test.each([
    'nonetheless',
    'It is nonempty.',
    'celeste',
    'a folder',
    'It may be italic.',
    'The path, if there is none',
  ])('%s is nothing of the kind', (text) =>
    expect(phrasesIn(text, [...privateWords, ...replacedSentences, ...warningSigns])).toEqual([]),
  );
});

import { hostile } from '../proof/hostile/rows.ts';
import { deepest } from '../support/apis.ts';
import { closedAfterEach } from '../support/closing.ts';
import { measuredRun } from '../support/measured-run.ts';
import { serveRaw } from '../support/raw.ts';
import { serveReference } from '../support/reference-target.ts';
import { own } from '../support/run.ts';
import { serveStates } from '../support/states.ts';
import {
  type Answer,
  answering,
  distinctMembers,
  echoing,
  filled,
  longestBody,
  longestFields,
  mostFields,
  throttling,
  withList,
} from './memory/hostile-answers.ts';

/**
 * The installed command, every case, every format, against what fills memory: it stays under 256 MB (decision 0032).
 * `MEASURED_NODE=/path/to/node npx jest tests/slow/memory.test.ts` measures another version of Node.
 */
const limitMb = 256;

const opened = closedAfterEach();

interface Row {
  readonly name: string;
  readonly answer: Answer;
  readonly args?: readonly string[];
}

const megabytes = 8 * 1024 ** 2 - 100;
const list = (items: string) => `{"instances":[${items}[]]}`;

const nameOf = (character: string): string =>
  `the longest body and header fields, of ${JSON.stringify(character)}`;

const rows: readonly Row[] = [
  ...hostile.filter(({ name }) =>
    [
      'a body without end',
      '1 GB that is declared, and sent',
      'a gzip bomb',
      '100,000 header fields',
      'a reason phrase of 1 MB',
      'as much as is read, in chunks of one byte',
      'chunks of one byte, with long extensions',
    ].includes(name),
  ),
  ...(
    [
      ['as many values as are read, each of a wrong type', '1,'.repeat(65_000)],
      ['as many objects as are read, each without its members', '{},'.repeat(43_000)],
    ] as const
  ).map(([name, items]) => ({
    name,
    answer: answering('202 Accepted', `{"instance":{"links":[${items}1]}}`, []),
  })),
  ...['\0', '\u202e', '<', '&', 'é'].map((character) => ({
    name: nameOf(character),
    answer: answering('404 Not Found', filled(longestBody, character), longestFields),
  })),
  {
    name: 'the longest body, of empty arrays, and as many header fields as are kept',
    answer: answering('404 Not Found', `[${filled(longestBody, '[],')}1]`, mostFields),
  },
  {
    name: 'the longest body, of distinct members',
    answer: answering('404 Not Found', distinctMembers(longestBody), mostFields),
  },
  ...[
    ['empty arrays', list(filled(megabytes, '[],'))],
    ['numbers', list(filled(megabytes, '1,'))],
    ['numbers that are integers only when rounded', list(filled(megabytes, '1.00000000000000000001,'))],
    ['objects', list(filled(megabytes, '{"id":1},'))],
    ['replicas', list(filled(megabytes, `{"id":"a","replica_of":{"id":"${own.instanceId}"}},`))],
    ['distinct members', distinctMembers(megabytes)],
    ['links', `{"instances":[],"links":[${filled(megabytes, '{},')}1]}`],
  ].map(([what, body = '']) => ({ name: `a list of 8 MB, of ${what}`, answer: withList(body) })),
  ...['[],', '1.00000000000000000001,', '{"a":"\u202e"},'].map((text) => ({
    name: `as long an answer as is read to each request, of ${text}`,
    answer: echoing(longestBody, text),
  })),
  ...[
    ['short members', `{"id":"${'a'.repeat(60)}"},`],
    ['long strings', `{"id":"${'\u202e'.repeat(20_000)}"},`],
    ['as many values as are read', `[[[${'""'.padEnd(80)}]]],`],
  ].map(([what, item = '']) => ({
    name: `a list of 8 MB that is read, of ${what}`,
    answer: withList(list(filled(megabytes, item))),
  })),
  {
    name: 'lists of 1 MB for every provider state',
    answer: withList(list(filled(1024 ** 2 - 100, '[],'))),
  },
  {
    name: 'a throttle without end or pause, with large answers',
    answer: throttling(filled(longestBody, 'x')),
    args: ['--max-wait', '1', '--concurrency', '64'],
  },
];

/** In CI the row that takes most of each kind: all of them are minutes. By hand every one is measured. */
const inCi = new Set([
  'a gzip bomb',
  '100,000 header fields',
  'as much as is read, in chunks of one byte',
  'as many values as are read, each of a wrong type',
  ...['\u202e', '&', '\0'].map(nameOf),
  'the longest body, of distinct members',
  ...['numbers that are integers only when rounded', 'replicas', 'distinct members'].map(
    (what) => `a list of 8 MB, of ${what}`,
  ),
  'as long an answer as is read to each request, of {"a":"\u202e"},',
  'a list of 8 MB that is read, of long strings',
  'lists of 1 MB for every provider state',
  'a throttle without end or pause, with large answers',
]);

const isMeasured = ({ name }: Row): boolean => inCi.has(name) || process.env.MEASURED_NODE !== undefined;

/**
 * Every operation is measured where long answers are of many cases, which is the worst. By hand all rows are; in CI the
 * others have the cases of one operation.
 */
const ofAll = new Set(['\u202e', '&'].map((character) => nameOf(character)));

const scopeOf = (name: string): readonly string[] =>
  ofAll.has(name) || process.env.MEASURED_NODE !== undefined ? [] : ['--operation', deepest];

/** Measured by hand, each row says its peak. */
const show = (peakMb: number): void => {
  if (process.env.MEASURED_NODE !== undefined)
    process.stderr.write(`${peakMb.toFixed(0)} MB: ${expect.getState().currentTestName}\n`);
};

test('the rows of CI are among them all', () =>
  expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining([...inCi])));

test.each(rows.filter(isMeasured))('$name', async ({ name, answer, args = ['--max-wait', '0'] }) => {
  const target = opened(await serveRaw(answer));
  const states = opened(await serveStates());
  const run = await measuredRun([
    '--target',
    target.url,
    ...own.args,
    '--states',
    states.url,
    ...args,
    ...scopeOf(name),
  ]);
  show(run.peakMb);
  expect(run.peakMb).toBeLessThan(limitMb);
  expect([1, 3]).toContain(run.code);
  // Whatever the target does, a report of each case is written, and no case fills it alone.
  const attempts = run.result?.cases.map(({ exchanges }) => exchanges.length) ?? [];
  expect(attempts.length).toBeGreaterThan(100);
  expect(Math.max(...attempts)).toBeLessThanOrEqual(8);
  expect(states.tearDowns).toHaveLength(states.setUps.length);
});

test('a target that conforms', async () => {
  const target = opened(await serveReference());
  const run = await measuredRun(['--target', target.url, ...own.args, '--states', target.states]);
  show(run.peakMb);
  expect(run.peakMb).toBeLessThan(limitMb);
  expect(run.code).toBe(0);
});

test('a run that has too little memory tears down and reports before that runs out', async () => {
  const target = opened(await serveRaw(answering('404 Not Found', filled(longestBody, 'x'), mostFields)));
  const states = opened(await serveStates());
  const args = ['--target', target.url, ...own.args, '--states', states.url];
  const run = await measuredRun(args, ['--max-old-space-size=45']);
  expect(run.err).toMatch(/error: Stopped: the run had \d+ MB of memory in use, and may use \d+ MB\./);
  expect(run.code).toBe(4);
  expect(run.result?.run.stopped).toMatch(/of memory in use/);
  expect(states.setUps.length).toBeGreaterThan(0);
  expect(states.tearDowns).toHaveLength(states.setUps.length);
});

import * as library from '../../src/index.ts';
import { type ReferenceTarget, serveReference } from '../support/reference-target.ts';
import { sampleResult } from '../support/results.ts';
import { caseOf, own } from '../support/run-deepest.ts';

let target: ReferenceTarget;
beforeEach(async () => {
  target = await serveReference();
});
afterEach(() => target.close());

it('runs as the command does, and reports its progress', async () => {
  const seen: library.Progress[] = [];
  const result = await library.run({ only: [404], onProgress: (progress) => seen.push(progress) });
  expect(result.target.builtIn).toBe(true);
  expect(result.run).toMatchObject({ exitCode: 0, options: { only: [404] } });
  const total = result.cases.filter(({ verdict }) => verdict !== 'not-selected').length;
  expect(seen.at(0)).toMatchObject({ done: 0, total, underWay: [{ id: expect.stringContaining('/404/') }] });
  expect(seen.at(-1)).toMatchObject({ done: total, total, underWay: [] });
  expect(await library.render('markdown', result)).toContain('built-in reference implementation');
});

it('sets states up by functions, and removes the token from the result', async () => {
  const asked: unknown[] = [];
  const result = await library.run({
    target: target.url,
    account: own.accountId,
    token: own.token,
    states: {
      'no such instance': (params) => {
        asked.push(params);
        return { instanceId: '00000000-0000-4000-8000-000000000000' };
      },
    },
    only: ['upgradeInstance/404/absent-instance', '500'],
  });
  expect(asked).toHaveLength(1);
  expect(caseOf(result, 'upgradeInstance/404/absent-instance').verdict).toBe('conforms');
  expect(result.coverage.find(({ status }) => status === 500)?.reason).toContain('needs a handler for');
  expect(JSON.stringify(result)).not.toContain(own.token);
});

it('gives the catalogue', async () => {
  const { cases } = await library.loadCatalogue();
  expect(cases.length).toBeGreaterThan(100);
});

describe('refuses', () => {
  const handlers = { 'no such instance': () => ({}) };
  const misspelt = { 'no such instances': () => ({}) };
  // As from JavaScript, where no compiler objects.
  const refusalOf = (
    use: (...args: never) => Promise<unknown>,
    ...args: readonly unknown[]
  ): Promise<unknown> => Reflect.apply(use, undefined, args).catch((caught: unknown) => caught);
  const rows: readonly (readonly [string, unknown, string])[] = [
    ['an unknown option', { targt: 'http://x.test' }, 'Unknown option "targt". Did you mean target?'],
    [
      'an option without a value',
      { target: undefined },
      'the option target is empty; give it a value or leave it out.',
    ],
    ['options that are not an object', null, 'The options of a run must be an object, not null.'],
    [
      'a wrong value',
      { concurrency: 0 },
      'the option concurrency must be a whole number from 1 to 256, not 0.',
    ],
    ['an option without effect', { states: handlers }, 'The option states needs the option target'],
    ['an unknown state', { target: 'http://x.test', states: misspelt }, 'which is not a provider state'],
  ];
  test.each(rows)('%s', async (_, options, message) => {
    const error = await refusalOf(library.run, options);
    expect(error).toBeInstanceOf(library.SuiteError);
    expect(error).toMatchObject({ exitCode: 2, message: expect.stringContaining(message) });
  });

  it('an unknown report format', async () =>
    expect(await refusalOf(library.render, 'junitt', sampleResult([]))).toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/^Unknown report format "junitt"\. Formats: .* Did you mean junit\?$/),
    }));
});

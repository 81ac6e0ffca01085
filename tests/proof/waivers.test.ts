import { readFile, writeFile } from 'node:fs/promises';
import { execute } from '../../src/cli/execute.ts';
import type { RunResult } from '../../src/model/result.ts';
import { deepest } from '../support/apis.ts';
import { closedAfterEach } from '../support/closing.ts';
import { serveReference, takingAnyMediaType, type Wrap } from '../support/reference-target.ts';
import { having, inNewDirectory, own } from '../support/run.ts';
import { schemaErrors, xmlErrors } from '../unit/reporters/validity.ts';

/** A target that deviates, and is waived, mended, changed, and waived no more: from the draft to its end. */

const opened = closedAfterEach();

// A dozen whole runs, one after another.
/** In UTC the day ends two hours later than in its own zone. */
const someDay = new Date('2026-11-24T01:00:00+02:00');
const drafted = { today: '2026-11-23', expires: '2027-02-21' };

interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly result: RunResult;
  readonly json: string;
  readonly junit: string;
}

/**
 * A target whose behaviour can be altered between runs, and what is needed to run the suite on it. An entry about no case
 * is only seen in a run of all operations.
 */
async function target(
  file: (name: string) => string,
  env: Readonly<Record<string, string>> = { CLOUDDB_OPERATION: deepest },
) {
  const behaviour: { wrap: Wrap; states: boolean } = { wrap: takingAnyMediaType, states: true };
  const { url, states } = opened(await serveReference((request, next) => behaviour.wrap(request, next)));
  const run = async (argv: readonly string[], now = someDay): Promise<Run> => {
    let out = '';
    let err = '';
    const reports = ['--report', `json=${file('r.json')}`, '--report', `junit=${file('r.xml')}`];
    const code = await execute(
      ['--target', url, ...(behaviour.states ? ['--states', states] : []), ...own.args, ...reports, ...argv],
      env,
      {
        out: (text) => {
          out += text;
        },
        err: (text) => {
          err += text;
        },
        outIsTerminal: false,
        errIsTerminal: false,
        cwd: __dirname,
        signal: new AbortController().signal,
        now: () => now,
      },
    );
    const json = await readFile(file('r.json'), 'utf8');
    const junit = await readFile(file('r.xml'), 'utf8');
    expect(schemaErrors(json)).toEqual([]);
    expect(await xmlErrors(junit)).toEqual([]);
    return { code, out, err, result: JSON.parse(json), json, junit };
  };
  return { behaviour, run };
}

/** Fills a draft in. */
async function fillIn(draft: string, into: string): Promise<void> {
  const text = await readFile(draft, 'utf8');
  await writeFile(into, text.replaceAll(/TODO: (why|who).*"/g, 'known, ticket 12"'));
}

const problemsOf = ({ run }: RunResult) => run.waivers?.flatMap(({ problem }) => problem?.kind ?? []);
const lastLine = (text: string) => text.trimEnd().split('\n').at(-1);

/** A deviant: answers what has another media type with a status of no documented request. */
const answering =
  (status: number): Wrap =>
  async (request, next) => {
    const type = request.headers.get('content-type');
    return request.method === 'POST' && type !== null && !/json/i.test(type)
      ? new Response(null, { status })
      : next(request);
  };

const mended: Wrap = (request, next) => next(request);

test('from the draft to the end of a waiver', () =>
  inNewDirectory(async (file) => {
    const { behaviour, run } = await target(file);
    const known = file('known.yaml');

    const first = await run(['--write-waivers', file('draft.yaml')]);
    const deviating = having(first.result, 'deviates');
    expect(first.code).toBe(1);
    expect(deviating.length).toBeGreaterThan(1);
    expect(first.result.run.options).toMatchObject({ writeWaivers: file('draft.yaml') });
    expect(first.err).toMatch(/^\d+ waivers? drafted in .*draft\.yaml\. Give each a reason/m);
    const draft = await readFile(file('draft.yaml'), 'utf8');
    expect(draft).toContain(`expires: ${drafted.expires}`);
    expect(draft).toContain(`drafted on ${drafted.today}`);

    // As it was drafted, it is refused before anything is sent.
    const early = await run(['--waivers', file('draft.yaml')]);
    expect(early.code).toBe(2);
    expect(early.err).toContain('is not filled in yet in entry 1: reason must be');

    // Filled in, it is green; what the run says of the target does not change.
    await fillIn(file('draft.yaml'), known);
    const second = await run(['--waivers', known]);
    expect(second.code).toBe(0);
    expect(second.result.conclusion).toBe('deviates');
    expect(second.result.coverage).toEqual(first.result.coverage);
    expect(second.result.requirements).toEqual(first.result.requirements);
    expect(having(second.result, 'deviates').map(({ waived }) => waived)).toEqual(
      deviating.map(() => 'known, ticket 12'),
    );
    expect(problemsOf(second.result)).toEqual([]);
    expect(second.out).not.toContain('Deviations:');
    expect(second.out).toMatch(/Waived: \d+ deviations in \d+ cases/);
    expect(second.out).toContain(`waived until ${drafted.expires}, owner known, ticket 12: known, ticket 12`);
    expect(lastLine(second.out)).toMatch(/exit code 0: deviates, all waived$/);
    expect(second.junit).toContain('<skipped>waived: known, ticket 12');
    expect(second.junit).not.toContain('<failure');

    // What was left out of a run is neither used nor stale.
    const elsewhere = await run(['--waivers', known, '--only', '404']);
    expect({ code: elsewhere.code, problems: problemsOf(elsewhere.result) }).toEqual({
      code: 0,
      problems: [],
    });

    // The last day is one still; the day after, the deviation stands again.
    const wrongOnes = ['--waivers', known, '--only', '415'];
    expect((await run(wrongOnes, new Date('2027-02-21T23:59:59Z'))).code).toBe(0);
    const expired = await run(wrongOnes, new Date('2027-02-22T00:00:00Z'));
    expect(expired.code).toBe(1);
    expect(new Set(problemsOf(expired.result))).toEqual(new Set(['expired']));
    expect(expired.out).toContain(`expired on ${drafted.expires}; mend the deviation, or renew the entry.`);
    expect(expired.out).toContain('Deviations:');

    behaviour.wrap = answering(418);
    const changed = await run(wrongOnes);
    expect(changed.code).toBe(1);
    expect(new Set(problemsOf(changed.result))).toEqual(new Set(['changed']));
    expect(changed.out).toContain('now deviates by status_code_conformance at status, actual 418');

    behaviour.wrap = mended;
    const stale = await run(['--waivers', known]);
    expect(stale.code).toBe(1);
    expect(stale.result.conclusion).toBe('conformant');
    expect(new Set(problemsOf(stale.result))).toEqual(new Set(['stale']));
    expect(stale.out).toContain('is stale: this deviation is gone; remove it.');
    expect(lastLine(stale.out)).toMatch(/exit code 1: conformant, but \d+ waivers? to fix$/);
    expect(stale.junit).toContain('<failure type="exit-1" message="exit code 1: conformant, but');

    await writeFile(known, 'waivers: []\n');
    expect((await run(['--waivers', known])).code).toBe(0);
  }));

describe('with one of several deviations waived', () => {
  /** A file about every deviation but the first. */
  async function partly(file: (name: string) => string) {
    const { run, behaviour } = await target(file, {});
    const { result } = await run(['--only', '415']);
    const [first, ...others] = having(result, 'deviates');
    const entry = { check: 'status_code_conformance', reason: 'known', owner: 'team', expires: '2030-01-01' };
    const waivers = others.map(({ id }) => ({ case: id, ...entry }));
    const content = { waivers: [...waivers, { case: 'upgradeInstance/415/none', ...entry }] };
    await writeFile(file('known.json'), JSON.stringify(content));
    return { run, behaviour, first: first?.id ?? '', others: others.map(({ id }) => id) };
  }

  test('the rest fails the run, as does an entry about no case', () =>
    inNewDirectory(async (file) => {
      const { run, first, others } = await partly(file);
      const { code, result, out } = await run(['--only', '415', '--waivers', file('known.json')]);
      expect(code).toBe(1);
      const waived = having(result, 'deviates').filter((item) => item.waived !== undefined);
      expect(waived.map(({ id }) => id)).toEqual(others);
      expect(problemsOf(result)).toEqual(['no-case']);
      expect(out).toContain('matches no case');
      expect(out).toContain(`found in ${first}`);
      expect(lastLine(out)).toContain('exit code 1: deviates; 1 waiver to fix');
    }));

  test('a draft keeps what holds and adds the rest', () =>
    inNewDirectory(async (file) => {
      const { run, first, others } = await partly(file);
      const ended = await run([
        '--only',
        '415',
        '--waivers',
        file('known.json'),
        '--write-waivers',
        file('next.yaml'),
      ]);
      expect(ended.code).toBe(1);
      expect(ended.err).toContain('1 waiver drafted');
      const text = await readFile(file('next.yaml'), 'utf8');
      expect(text).not.toContain('upgradeInstance/415/none');
      for (const id of [first, ...others]) expect(text).toContain(id);
      await fillIn(file('next.yaml'), file('filled.yaml'));
      expect((await run(['--only', '415', '--waivers', file('filled.yaml')])).code).toBe(0);
    }));
});

test('what else is missing is missing still', () =>
  inNewDirectory(async (file) => {
    const { behaviour, run } = await target(file);
    behaviour.wrap = answering(418);
    behaviour.states = false;
    await run(['--write-waivers', file('draft.yaml')]);
    await fillIn(file('draft.yaml'), file('known.yaml'));
    const args = ['--waivers', file('known.yaml')];
    const { code, out, result } = await run(args);
    expect(code).toBe(3);
    expect(lastLine(out)).toMatch(/exit code 3: deviates, all waived, but incomplete$/);
    const allowed = ['--allow-incomplete', result.coverage.map(({ status }) => status).join(',')];
    expect((await run([...args, ...allowed])).code).toBe(0);
  }));

describe('nothing is sent', () => {
  const refusals: [string, (file: (name: string) => string) => readonly string[], string][] = [
    [
      'to draft over a file',
      (file) => ['--write-waivers', file('there.yaml')],
      'exists and would be overwritten',
    ],
    [
      'to draft where nothing can be written',
      (file) => ['--write-waivers', file('no/x.yaml')],
      'its directory does not exist',
    ],
    [
      'with a file of waivers that is wrong',
      (file) => ['--waivers', file('there.yaml')],
      'lacks the key waivers',
    ],
    ['with one that is not there', (file) => ['--waivers', file('absent.yaml')], 'cannot be read'],
  ];

  test.each(refusals)('%s', (_, argv, says) =>
    inNewDirectory(async (file) => {
      await writeFile(file('there.yaml'), '{}');
      let err = '';
      const code = await execute(
        ['--target', 'http://127.0.0.1:1', ...argv(file)],
        {},
        {
          out: () => {},
          err: (text) => {
            err += text;
          },
          outIsTerminal: false,
          errIsTerminal: false,
          cwd: __dirname,
          signal: new AbortController().signal,
        },
      );
      expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(says) });
      expect(await readFile(file('there.yaml'), 'utf8')).toBe('{}');
    }),
  );
});

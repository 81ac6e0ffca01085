import { readFile } from 'node:fs/promises';
import { executeRun } from '../../../src/app/execute-run.ts';
import { finishRun } from '../../../src/app/finish-run.ts';
import { plannedOptions, prepareRun } from '../../../src/app/prepare-run.ts';
import type { RunReport } from '../../../src/evaluation/assemble-result.ts';
import { makePlan, plannedCases } from '../../../src/runner/plan.ts';
import { KnownSecrets } from '../../../src/secrets/known-secrets.ts';
import { sampleResult } from '../../support/results.ts';
import { closedPort } from '../../support/server.ts';
import { directoryWith, refusal, run } from '../cli/support.ts';

const context = () => ({
  secrets: new KnownSecrets(),
  signal: new AbortController().signal,
  now: new Date('2027-01-02T03:04:05Z'),
});
const finishContext = { outIsTerminal: false, errIsTerminal: false, now: new Date() };

describe('prepareRun', () => {
  test('sends nothing: a target that refuses is found out by executing', async () => {
    const settings = await run([
      ...['--target', `http://127.0.0.1:${await closedPort()}`, '--account', '1234'],
      ...['--token', 'a-token-of-a-test'],
    ]);
    const { secrets, signal, now } = context();
    const prepared = await prepareRun(settings, { secrets, signal, now });
    expect(plannedCases(await makePlan(plannedOptions(prepared))).length).toBeGreaterThan(0);
    const error = await refusal(executeRun(prepared, { signal }));
    expect(error).toMatchObject({ kind: 'unreachable', exitCode: 4 });
    expect(secrets.redact('a-token-of-a-test')).toBe('$CLOUDDB_TOKEN');
    await prepared.close();
  });

  test.each([
    ['a report that cannot be written', ['--report', 'json=/absent/r.json'], 'its directory does not exist'],
    ['a status that is not documented', ['--allow-incomplete', '418'], 'which is not documented'],
  ])('refuses %s', async (_, argv, says) => {
    const error = await refusal(prepareRun(await run(argv), context()));
    expect(error).toMatchObject({ kind: 'usage', message: expect.stringContaining(says) });
  });
});

describe('finishRun', () => {
  let directory: Awaited<ReturnType<typeof directoryWith>>;
  beforeEach(async () => {
    directory = await directoryWith();
  });
  afterEach(() => directory.remove());

  const report = (leak: RunReport['leak'] = () => undefined) => ({
    result: sampleResult([]),
    leak,
  });

  test('returns the text for the terminal and the exit code, and writes the reports', async () => {
    const settings = await run(['--report', `json=${directory.file('r.json')}`]);
    const finished = await finishRun(report(), settings, finishContext);
    expect(finished.stdout).toContain('clouddb-conformance');
    expect(finished).toMatchObject({ stderr: '', exitCode: sampleResult([]).run.exitCode });
    expect(finished.failure).toBeUndefined();
    expect(JSON.parse(await readFile(directory.file('r.json'), 'utf8'))).toEqual(sampleResult([]));
  });

  test('a report that fails does not lose the others, nor the text', async () => {
    const settings = await run([
      ...['--report', `json=${directory.file('absent/r.json')}`],
      ...['--report', `junit=${directory.file('r.xml')}`],
    ]);
    const { stdout, failure } = await finishRun(report(), settings, finishContext);
    expect(stdout).not.toBe('');
    expect(failure).toMatchObject({ kind: 'report', exitCode: 4 });
    expect(failure?.message).toContain(directory.file('absent/r.json'));
    expect(failure?.message).not.toContain('r.xml');
    expect(await readFile(directory.file('r.xml'), 'utf8')).toContain('<testsuite');
  });

  test('a text that holds a secret is not returned', async () => {
    const leaking = report(() => 'CLOUDDB_TOKEN');
    const { stdout, failure } = await finishRun(leaking, await run([]), finishContext);
    expect(stdout).toBe('');
    expect(failure?.message).toContain('CLOUDDB_TOKEN');
  });

  test('quiet returns no text', async () => {
    expect(await finishRun(report(), await run(['--quiet']), finishContext)).toMatchObject({
      stdout: '',
      stderr: '',
    });
  });
});

import fc from 'fast-check';
import { type RejudgedReport, rejudger } from '../../src/app/rejudge.ts';
import type { CaseResult, CoverageVerdict, RunResult } from '../../src/model/result.ts';
import { serveReference, takingAnyMediaType } from '../support/reference-target.ts';
import { own, report } from '../support/run-deepest.ts';

/** A report that was changed after its run, in one place: judged again, it is found. */

let original: RunResult;
let judgedAgain: (stored: { readonly file: string; readonly result: RunResult }) => Promise<RejudgedReport>;

beforeAll(async () => {
  const target = await serveReference(takingAnyMediaType);
  const only = '*/415/*,*/400/*missing*,*/404/*,*/202/mysql-5.6*';
  const args = ['--target', target.url, ...own.args, '--states', target.states, '--only', only];
  original = (await report(args)).result;
  await target.close();
  judgedAgain = await rejudger();
});

const differencesOf = async (result: RunResult) =>
  (await judgedAgain({ file: 'report.json', result })).differences;

test('as it was written, nothing differs, and the target deviates', async () => {
  expect(await differencesOf(original)).toEqual([]);
  expect(original.conclusion).toBe('deviates');
  expect(new Set(original.cases.map(({ verdict }) => verdict))).toContain('conforms');
});

type Change = (result: RunResult, at: number) => RunResult;

/** The item at a place, counted round, with these members in place of its own. */
const replaced = <T>(items: readonly T[], at: number, change: (item: T) => T): readonly T[] =>
  items.map((item, index) => (index === at % items.length ? change(item) : item));

/** A case that was sent. */
const sentCase =
  (change: (item: CaseResult) => CaseResult): Change =>
  (result, at) => {
    const sent = result.cases.filter(({ exchanges }) => exchanges.length > 0);
    const chosen = sent[at % sent.length];
    return { ...result, cases: result.cases.map((item) => (item === chosen ? change(item) : item)) };
  };

const lastExchange = (
  change: (exchange: CaseResult['exchanges'][number]) => CaseResult['exchanges'][number],
): Change => sentCase((item) => ({ ...item, exchanges: replaced(item.exchanges, 0, change) }));

const answer = (
  change: (
    response: NonNullable<CaseResult['exchanges'][number]['response']>,
  ) => NonNullable<CaseResult['exchanges'][number]['response']>,
): Change =>
  lastExchange((exchange) =>
    exchange.response ? { ...exchange, response: change(exchange.response) } : exchange,
  );

const ofRun =
  (change: (run: RunResult['run']) => Partial<RunResult['run']>): Change =>
  (result) => ({ ...result, run: { ...result.run, ...change(result.run) } });

const otherVerdict = (verdict: CaseResult['verdict']): CaseResult['verdict'] =>
  verdict === 'conforms' ? 'deviates' : 'conforms';

const changes: Readonly<Record<string, Change>> = {
  'a verdict': sentCase((item) => ({ ...item, verdict: otherVerdict(item.verdict) })),
  'a verdict into a doubt': sentCase((item) => ({ ...item, verdict: 'inconclusive' })),
  'a verdict into one that needs no answer': sentCase((item) => ({ ...item, verdict: 'not-exercised' })),
  'a case that was not sent': (result, at) => {
    const unsent = result.cases.filter(({ exchanges }) => exchanges.length === 0);
    const chosen = unsent[at % unsent.length];
    const cases = result.cases.map((item) =>
      item === chosen ? { ...item, verdict: 'conforms' as const } : item,
    );
    return { ...result, cases };
  },
  'what a case expects': sentCase((item) => ({ ...item, expect: item.expect + 1 })),
  'a status': answer((response) => ({ ...response, status: response.status === 404 ? 400 : 404 })),
  'a header field': answer((response) => ({
    ...response,
    headers: replaced(response.headers, 1, ([name, value]) => [name, `${value}x`]),
  })),
  'a byte of a body': answer(({ body, ...response }) => ({
    ...response,
    body: body && { ...body, text: body.text.replace(/[a-z]/, (letter) => letter.toUpperCase()) },
  })),
  'the digest of a body': answer(({ body, ...response }) => ({
    ...response,
    body: body && { ...body, sha256: body.sha256.replace(/./, (digit) => (digit === '0' ? '1' : '0')) },
  })),
  'a request': lastExchange((exchange) => ({
    ...exchange,
    request: { ...exchange.request, url: `${exchange.request.url}x` },
  })),
  'an exchange that is gone': sentCase((item) => ({ ...item, exchanges: item.exchanges.slice(1) })),
  'evidence that is gone': sentCase(({ evidence: _, ...item }) => item),
  'a case that is gone': (result, at) => ({
    ...result,
    cases: result.cases.filter((_, index) => index !== at % result.cases.length),
  }),
  'the findings of a case': sentCase((item) => ({
    ...item,
    findings: [
      ...item.findings,
      { check: 'status_code_conformance', severity: 'warning', message: 'Something else.' },
    ],
  })),
  'the conclusion': (result) => ({ ...result, conclusion: 'conformant' }),
  'the verdict of a code': (result, at) => ({
    ...result,
    coverage: replaced(result.coverage, at, (row) => ({
      ...row,
      verdict: row.verdict === 'conforms' ? 'deviates' : 'conforms',
    })),
  }),
  'the number of cases of a code': (result, at) => ({
    ...result,
    coverage: replaced(result.coverage, at, (row) => ({ ...row, cases: { ...row.cases, conforms: 99 } })),
  }),
  'a code that is gone': (result) => ({ ...result, coverage: result.coverage.slice(1) }),
  'the conclusion of an operation': (result, at) => ({
    ...result,
    operations: replaced(result.operations, at, (one) => ({ ...one, conclusion: 'conformant' })),
  }),
  'the verdict of a requirement': (result, at) => {
    const ids = Object.keys(result.requirements);
    const chosen = ids[at % ids.length];
    const entries = Object.entries(result.requirements).map(([id, statement]) => {
      const verdict: CoverageVerdict = statement.verdict === 'conforms' ? 'deviates' : 'conforms';
      return [id, id === chosen ? { ...statement, verdict } : statement] as const;
    });
    return { ...result, requirements: Object.fromEntries(entries) };
  },
  'a cause': (result) => ({
    ...result,
    causes: replaced(result.causes, 0, (cause) => ({ ...cause, headline: 'Nothing.' })),
  }),
  'the exit code': ofRun(() => ({ exitCode: 0 })),
  'the exit code to that of an interruption': ofRun(() => ({ exitCode: 130 })),
  'a finding of the run': ofRun(({ findings }) => ({
    findings: [
      ...findings,
      { check: 'side_effects', severity: 'deviation', message: 'It changed.', cause: 'x' },
    ],
  })),
};

test.each(Object.entries(changes))('%s', async (_name, change) => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), async (at) => {
      const changed: RunResult = JSON.parse(JSON.stringify(change(original, at)));
      expect(changed).not.toEqual(original);
      expect(await differencesOf(changed)).not.toEqual([]);
    }),
    { numRuns: 5 },
  );
});

import type { CaseResult, CoverageRow, RunResult, Verdict } from '../../src/model/result.ts';
import { sampleCase, sampleExchange, sampleResult } from './results.ts';

const verbs = ['list', 'create', 'read', 'update', 'delete'];
const things = ['Loans', 'Books', 'Members', 'Branches', 'Reservations', 'InterlibraryLoanAgreements'];
const statuses = [200, 400, 401, 403, 404, 405, 413, 415, 422, 500, 501, 503];

/** What becomes of a code: most conform, and every other verdict is there. */
const verdictAt = (operation: number, column: number): Verdict => {
  const place = (operation * 7 + column * 3) % 23;
  return (
    ({ 0: 'deviates', 3: 'not-exercised', 5: 'tolerated', 8: 'inconclusive' } as const)[place] ?? 'conforms'
  );
};

function caseOf(operationId: string, status: number, verdict: Verdict, slug = 'a'): CaseResult {
  const shown = {
    verdict,
    requirements: [],
    states: [],
    risk: operationId.startsWith('list') ? 'none' : 'change',
  } as const;
  const id = `${operationId}/${status}/${slug}`;
  switch (verdict) {
    case 'deviates':
      return sampleCase(id, {
        ...shown,
        exchanges: [sampleExchange(500, '{}')],
        findings: [
          {
            check: 'status_code_conformance',
            severity: 'deviation',
            location: 'status',
            expected: `${status}`,
            actual: '500',
            message: 'the status is not the documented one',
          },
        ],
      });
    case 'not-exercised':
      return sampleCase(id, {
        ...shown,
        reason: 'no driver was given',
        testableBy: '--states',
        exchanges: [],
      });
    case 'tolerated':
      return sampleCase(id, { ...shown, tolerates: [{ status: 404, ambiguity: 'A-busy' }] });
    default:
      return sampleCase(id, {
        ...shown,
        exchanges: verdict === 'conforms' ? [sampleExchange(status, '{}')] : [],
      });
  }
}

export const excludedReason = 'the page has it as boilerplate, and neither a request nor a state leads to it';

/** A result of so many operations under several tags, with every verdict of a code; the last code of a few is excluded. */
export function severalOperations(number: number): RunResult {
  const cases: CaseResult[] = [];
  const coverage: CoverageRow[] = [];
  const operations: RunResult['operations'][number][] = [];
  for (let index = 0; index < number; index += 1) {
    const thing = things[index % things.length] ?? '';
    const round = Math.floor(index / (verbs.length * things.length));
    const operationId = `${verbs[index % verbs.length]}${thing}${round === 0 ? '' : round + 1}`;
    const codes = { conforms: 0, deviates: 0, incomplete: 0, excluded: 0 };
    for (const [column, status] of statuses.entries()) {
      if ((index + column) % 6 === 5) continue;
      if (status === 503 && index % 3 === 0) {
        coverage.push({ operationId, status, verdict: 'excluded', cases: {}, reason: excludedReason });
        codes.excluded += 1;
        continue;
      }
      const verdict = index % 4 === 1 ? 'conforms' : verdictAt(index, column);
      cases.push(caseOf(operationId, status, verdict));
      const row = verdict === 'conforms' || verdict === 'deviates' ? verdict : 'incomplete';
      const reason = row === 'incomplete' ? { reason: 'not exercised; needs --states' } : {};
      coverage.push({ operationId, status, verdict: row, cases: { [verdict]: 1 }, ...reason });
      codes[row] += 1;
    }
    const conclusion = codes.deviates > 0 ? 'deviates' : codes.incomplete > 0 ? 'incomplete' : 'conformant';
    const tag = index % 7 === 6 ? {} : { tag: thing };
    operations.push({ operationId, title: `${operationId} of a library`, ...tag, conclusion, codes });
  }
  return sampleResult(cases, {
    conclusion: operations.some(({ conclusion }) => conclusion === 'deviates') ? 'deviates' : 'incomplete',
    operations,
    coverage,
    run: { exitCode: 1, scope: { names: ['loans'], of: number + 8 } },
  });
}

import type { CaseFacts, CoverageRow, CoverageVerdict, Verdict } from '../model/result.ts';

/** A case with its verdict. */
export type CoverageCase = Pick<CaseFacts, 'operationId' | 'status'> & {
  readonly verdict: Verdict;
  readonly testableBy?: string;
};

export interface DocumentedStatus {
  readonly operationId: string;
  readonly status: number;
}

/** Whether each documented status was shown (decision 0001). */
export function coverageOf(
  documented: readonly DocumentedStatus[],
  cases: readonly CoverageCase[],
): CoverageRow[] {
  return documented.map(({ operationId, status }) => {
    const own = cases.filter((item) => item.operationId === operationId && item.status === status);
    const counts = countsOf(own);
    const verdict = coverageVerdict(counts);
    const reason = verdict === 'incomplete' ? whyIncomplete(counts, own) : undefined;
    return { operationId, status, verdict, cases: counts, ...(reason !== undefined && { reason }) };
  });
}

/** A fixed order: what was shown comes first, what was not sent last. */
const verdicts: readonly Verdict[] = [
  'conforms',
  'tolerated',
  'deviates',
  'inconclusive',
  'errored',
  'not-exercised',
  'not-consented',
  'not-selected',
];

function countsOf(cases: readonly CoverageCase[]): CoverageRow['cases'] {
  const counted = verdicts.map((verdict) => [
    verdict,
    cases.filter((item) => item.verdict === verdict).length,
  ]);
  return Object.fromEntries(counted.filter(([, count]) => count !== 0));
}

function coverageVerdict(counts: CoverageRow['cases']): CoverageVerdict {
  if (counts.deviates) return 'deviates';
  return counts.conforms && !counts.errored && !counts.inconclusive ? 'conforms' : 'incomplete';
}

function whyIncomplete(counts: CoverageRow['cases'], cases: readonly CoverageCase[]): string {
  if (cases.length === 0) return 'no case is about it';
  if (counts.errored) return `${counts.errored} errored`;
  if (counts.inconclusive) return `${counts.inconclusive} inconclusive`;
  if (counts['not-exercised'] || counts['not-consented']) {
    const means = [
      ...new Set(cases.flatMap(({ testableBy }) => (testableBy === undefined ? [] : [testableBy]))),
    ];
    return means.length > 0 ? `not exercised; needs ${means.join('; or ')}` : 'not exercised';
  }
  return counts.tolerated ? 'answered only as an ambiguity tolerates' : 'not selected';
}

import type { CaseFacts, CoverageRow, CoverageVerdict, Verdict } from '../model/result.ts';

/** A case with its verdict. */
export type CoverageCase = Pick<CaseFacts, 'operationId' | 'status'> & {
  readonly verdict: Verdict;
  readonly testableBy?: string;
};

export interface DocumentedStatus {
  readonly operationId: string;
  readonly status: number;
  /** Why no request and no state can exercise it. */
  readonly excluded?: string;
  /** Where it is stated. */
  readonly citation?: string;
}

/** Whether each documented status was shown (decision 0001). */
export function coverageOf(
  documented: readonly DocumentedStatus[],
  cases: readonly CoverageCase[],
): CoverageRow[] {
  const byCode = new Map<string, CoverageCase[]>();
  for (const item of cases) {
    const code = codeOf(item);
    const known = byCode.get(code);
    if (known) known.push(item);
    else byCode.set(code, [item]);
  }
  return documented.map(({ operationId, status, excluded, citation }) => {
    const own = byCode.get(codeOf({ operationId, status })) ?? [];
    const counts = countsOf(own);
    const shown = coverageVerdict(counts);
    // An excluded code that a run meets all the same is judged like any other.
    const verdict = shown === 'incomplete' && excluded !== undefined ? 'excluded' : shown;
    const reason = {
      conforms: undefined,
      deviates: undefined,
      excluded,
      incomplete: whyIncomplete(counts, own),
    }[verdict];
    return {
      operationId,
      status,
      verdict,
      cases: counts,
      ...(reason !== undefined && { reason }),
      ...(citation !== undefined && { citation }),
    };
  });
}

const codeOf = ({ operationId, status }: Pick<CoverageCase, 'operationId' | 'status'>): string =>
  `${operationId}/${status}`;

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
  const counts = new Map<Verdict, number>();
  for (const { verdict } of cases) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  return Object.fromEntries(
    verdicts.filter((verdict) => counts.has(verdict)).map((verdict) => [verdict, counts.get(verdict)]),
  );
}

function coverageVerdict(counts: CoverageRow['cases']): Exclude<CoverageVerdict, 'excluded'> {
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

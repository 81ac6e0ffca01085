import type { CaseResult, Conclusion, CoverageRow, RunResult, Verdict } from '../../model/result.ts';
import { casesOfCode } from '../lookup.ts';
import { type Content, html, type Markup } from './markup.ts';

/** The six statuses that the page draws. Each has an icon and a label, so that color is never needed. */
export type Status = 'conforms' | 'tolerated' | 'deviates' | 'inconclusive' | 'not-exercised' | 'excluded';

/** The label of a documented code with this status, in the order of the legend. */
export const statusLabels: Readonly<Record<Status, string>> = {
  conforms: 'conforms',
  tolerated: 'tolerated',
  deviates: 'deviates',
  inconclusive: 'inconclusive',
  'not-exercised': 'not-exercised',
  excluded: 'excluded',
};

const statuses: Readonly<Record<Verdict, Status>> = {
  conforms: 'conforms',
  tolerated: 'tolerated',
  deviates: 'deviates',
  inconclusive: 'inconclusive',
  errored: 'inconclusive',
  'not-exercised': 'not-exercised',
  'not-consented': 'not-exercised',
  'not-selected': 'not-exercised',
};

/** All verdicts, the most severe first. */
export const verdicts: readonly Verdict[] = [
  'deviates',
  'errored',
  'inconclusive',
  'tolerated',
  'conforms',
  'not-exercised',
  'not-consented',
  'not-selected',
];

export const statusOf = (verdict: Verdict): Status => statuses[verdict];

/** A verdict as icon and label. The style sheet draws the icon. */
export function verdictMarkup(verdict: Verdict, word: Content = verdict): Markup {
  return html`<b class="v ${statusOf(verdict)}">${word}</b>`;
}

const ofConclusion: Readonly<Record<Conclusion, Status>> = {
  conformant: 'conforms',
  deviates: 'deviates',
  incomplete: 'not-exercised',
};

/** The conclusion of an operation as icon and label. */
export function conclusionMarkup(conclusion: Conclusion, label: Content = conclusion): Markup {
  return html`<b class="v ${ofConclusion[conclusion]}">${label}</b>`;
}

/** How the page shows a documented code. */
export interface CodeStatus {
  readonly status: Status;
  readonly label: string;
}

/**
 * The status of a code: its coverage, in the word that every format has for it. If that is incomplete, the icon shows
 * the most severe verdict of its cases.
 */
export function codeStatus(row: CoverageRow, result: RunResult): CodeStatus {
  const { verdict, cases } = row;
  if (verdict === 'conforms' || verdict === 'excluded')
    return { status: verdict, label: statusLabels[verdict] };
  if (verdict === 'deviates') {
    const here = casesOfCode(result, row);
    return { status: 'deviates', label: allWaived(here) ? 'deviates, waived' : statusLabels.deviates };
  }
  const label = verdict;
  if (cases.inconclusive || cases.errored) return { status: 'inconclusive', label };
  if (cases.tolerated) return { status: 'tolerated', label };
  return { status: 'not-exercised', label };
}

const allWaived = (cases: readonly CaseResult[]): boolean => {
  const deviating = cases.filter((one) => one.verdict === 'deviates');
  return deviating.length > 0 && deviating.every((one) => one.waived !== undefined);
};

/** `38 deviates, 1 tolerated`: the words of the verdicts, as in every format; the most severe first. */
export const tallyText = (cases: CoverageRow['cases']): string => tallyParts(cases).join(', ') || 'no case';

/** The same in parts that a browser does not break. */
export function tally(cases: CoverageRow['cases']): Content {
  const parts = tallyParts(cases);
  if (parts.length === 0) return 'no case';
  return parts.map((part, index) => [index > 0 ? ', ' : '', html`<span class="n">${part}</span>`]);
}

function tallyParts(cases: CoverageRow['cases']): string[] {
  return verdicts.flatMap((verdict) => {
    const number = cases[verdict];
    return number ? [`${number} ${verdict}`] : [];
  });
}

/** How many of the cases have each verdict. */
export function countVerdicts(cases: readonly CaseResult[]): CoverageRow['cases'] {
  const counts: Partial<Record<Verdict, number>> = {};
  for (const { verdict } of cases) counts[verdict] = (counts[verdict] ?? 0) + 1;
  return counts;
}

/** The icon alone, 20 by 20; the label is written beside it. */
export function statusIcon(status: Status): Markup {
  return html`<svg class="shape ${status}" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">${icons[status]}</svg>`;
}

const icons: Readonly<Record<Status, Markup>> = {
  conforms: html`<circle class="fill" cx="10" cy="10" r="9"/><path class="cut" d="M5.5 10.5l3 3 6-6.5"/>`,
  tolerated: html`<path class="fill" d="M10 1l9.5 17.500h-19z"/><path class="cut" d="M6 13.500q2-2.500 4 0t4 0"/>`,
  deviates: html`<path class="fill" d="M6.300 1h7.400l5.300 5.300v7.400l-5.300 5.300h-7.400l-5.300-5.300v-7.400z"/><path class="cut" d="M6.500 6.500l7 7M13.500 6.500l-7 7"/>`,
  inconclusive: html`<path class="line" d="M10 1.500l8.500 8.500-8.500 8.500-8.500-8.500z"/><path class="line" d="M8 8.300q0-2 2-2t2 1.800q0 1.200-2 2.200v1M10 13.300v.9"/>`,
  'not-exercised': html`<circle class="line dashed" cx="10" cy="10" r="8"/>`,
  excluded: html`<circle class="line" cx="10" cy="10" r="7"/><path class="line" d="M4 16l12-12"/>`,
};

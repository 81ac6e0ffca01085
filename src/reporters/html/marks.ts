import type { CaseResult, CoverageRow, RunResult, Verdict } from '../../model/result.ts';
import { html, type Markup } from './markup.ts';

/** The five shapes of the page. Each has a glyph and a word of its own, so that none needs its colour. */
export type Mark = 'conforms' | 'tolerated' | 'deviates' | 'unclear' | 'untested';

/** What a shape says of a documented code, in the order of the legend. */
export const markWords: Readonly<Record<Mark, string>> = {
  conforms: 'conforms',
  tolerated: 'tolerated',
  deviates: 'deviates',
  unclear: 'cannot tell',
  untested: 'not brought about',
};

const marks: Readonly<Record<Verdict, Mark>> = {
  conforms: 'conforms',
  tolerated: 'tolerated',
  deviates: 'deviates',
  inconclusive: 'unclear',
  errored: 'unclear',
  'not-exercised': 'untested',
  'not-consented': 'untested',
  'not-selected': 'untested',
};

/** All verdicts, the gravest first. */
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

export const markOf = (verdict: Verdict): Mark => marks[verdict];

/** A verdict as a mark and its word. The mark is drawn by the style sheet. */
export function verdictMarkup(verdict: Verdict, word: string = verdict): Markup {
  return html`<b class="v ${markOf(verdict)}">${word}</b>`;
}

/** What the page shows of a documented code. */
export interface CodeState {
  readonly mark: Mark;
  readonly word: string;
}

/** The state of a code: its coverage, and for what is incomplete what its cases say of it. */
export function codeState(
  { verdict, cases, operationId, status }: CoverageRow,
  result: RunResult,
): CodeState {
  if (verdict === 'conforms') return { mark: 'conforms', word: markWords.conforms };
  if (verdict === 'deviates') {
    const here = result.cases.filter((one) => one.operationId === operationId && one.status === status);
    return { mark: 'deviates', word: allWaived(here) ? 'deviates, waived' : markWords.deviates };
  }
  if (cases.inconclusive || cases.errored) return { mark: 'unclear', word: markWords.unclear };
  if (cases.tolerated) return { mark: 'tolerated', word: markWords.tolerated };
  return { mark: 'untested', word: untestedWord(Object.keys(cases)) };
}

function untestedWord(met: readonly string[]): string {
  const [only] = met;
  if (met.length === 0) return 'no case';
  if (met.length > 1 || only === 'not-exercised') return markWords.untested;
  return only === 'not-selected' ? 'not selected' : 'not consented';
}

const allWaived = (cases: readonly CaseResult[]): boolean => {
  const deviating = cases.filter((one) => one.verdict === 'deviates');
  return deviating.length > 0 && deviating.every((one) => one.waived !== undefined);
};

/** `38 deviate, 1 tolerated`, the gravest first. */
export function tally(cases: CoverageRow['cases']): string {
  const parts = verdicts.flatMap((verdict) => {
    const number = cases[verdict];
    return number ? [`${number} ${wordFor(verdict, number)}`] : [];
  });
  return parts.join(', ') || 'no case';
}

function wordFor(verdict: Verdict, number: number): string {
  if (verdict === 'conforms' || verdict === 'deviates') return number === 1 ? verdict : verdict.slice(0, -1);
  return verdict.replace('-', ' ');
}

/** How many of the cases have each verdict. */
export function countVerdicts(cases: readonly CaseResult[]): CoverageRow['cases'] {
  const counts: Partial<Record<Verdict, number>> = {};
  for (const { verdict } of cases) counts[verdict] = (counts[verdict] ?? 0) + 1;
  return counts;
}

/** The shape alone, as a drawing of 20 by 20; the word stands beside it. */
export function shape(mark: Mark): Markup {
  return html`<svg class="shape ${mark}" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">${shapes[mark]}</svg>`;
}

const shapes: Readonly<Record<Mark, Markup>> = {
  conforms: html`<circle class="fill" cx="10" cy="10" r="9"/><path class="cut" d="M5.5 10.5l3 3 6-6.5"/>`,
  tolerated: html`<path class="fill" d="M10 1l9.5 17.500h-19z"/><path class="cut" d="M6 13.500q2-2.500 4 0t4 0"/>`,
  deviates: html`<path class="fill" d="M6.300 1h7.400l5.300 5.300v7.400l-5.300 5.300h-7.400l-5.300-5.300v-7.400z"/><path class="cut" d="M6.500 6.500l7 7M13.500 6.500l-7 7"/>`,
  unclear: html`<path class="line" d="M10 1.500l8.500 8.500-8.500 8.500-8.500-8.500z"/><path class="line" d="M8 8.300q0-2 2-2t2 1.800q0 1.200-2 2.200v1M10 13.300v.9"/>`,
  untested: html`<circle class="line dashed" cx="10" cy="10" r="8"/>`,
};

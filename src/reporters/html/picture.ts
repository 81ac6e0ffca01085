import type { CoverageRow, RunResult, Verdict } from '../../model/result.ts';
import { line } from '../../util/text.ts';
import { groupBy } from '../digest.ts';
import { codeState, type Mark, markOf, markWords, shape, tally, verdicts } from './marks.ts';
import { anchor, type Content, html, type Markup } from './markup.ts';

/** Units on a line of the picture; with their pitch they fit a telephone. */
const perLine = 26;
const pitch = 12;

/** More lines than this say less than a larger unit does. */
const maximumUnits = 4 * perLine;

/** A unit's drawing, from the upper left corner of its place. */
const units: Readonly<Record<Mark, string>> = {
  conforms: 'h9v9h-9z',
  tolerated: 'm4.500 .5l4.500 8.500h-9z',
  deviates: 'm1 1l7 7m0-7l-7 7',
  unclear: 'm4.500 .5l4 4-4 4-4-4z',
  untested: 'm.6 .6h7.800v7.800h-7.800z',
};

/** The documented codes as rows: shape, code, word, a unit for each case, and the counts. */
export function picture(result: RunResult): Content {
  if (result.coverage.length === 0) return html`<p class="empty">No documented code was looked at.</p>`;
  const most = Math.max(...result.coverage.map(({ cases }) => total(cases)));
  const casesPerUnit = Math.max(1, Math.ceil(most / maximumUnits));
  const operations = groupBy(result.coverage, (row) => row.operationId);
  return html`<div class="picture">${operations.map(
    (rows) => html`<h2>Documented codes of <code>${line(rows[0].operationId)}</code></h2>
<ol class="codes">${rows.map((row) => codeRow(row, result, casesPerUnit))}</ol>`,
  )}${legend(result, casesPerUnit)}</div>`;
}

function codeRow(row: CoverageRow, result: RunResult, casesPerUnit: number): Markup {
  const { mark, word } = codeState(row, result);
  return html`<li><a class="code ${mark}" href="#${codeAnchor(row)}">${shape(mark)} <b>${row.status}</b> <span class="word">${word}</span> ${waffle(row.cases, casesPerUnit)} <span class="tally">${tally(row.cases)}</span></a></li>
`;
}

/** Where the cases of a code stand. */
export function codeAnchor({ operationId, status }: Pick<CoverageRow, 'operationId' | 'status'>): string {
  return anchor('code', `${operationId}/${status}`);
}

/** One path for each kind of mark, however many cases there are. */
function waffle(cases: CoverageRow['cases'], casesPerUnit: number): Content {
  const places = new Map<Mark, string>();
  let place = 0;
  for (const verdict of verdicts) {
    const mark = markOf(verdict);
    for (let left = unitsFor(cases[verdict], casesPerUnit); left > 0; left -= 1) {
      const x = (place % perLine) * pitch + 1.5;
      const y = Math.floor(place / perLine) * pitch + 1.5;
      places.set(mark, `${places.get(mark) ?? ''}M${x} ${y}${units[mark]}`);
      place += 1;
    }
  }
  if (place === 0)
    return html`<svg class="waffle" width="${pitch}" height="${pitch}" aria-hidden="true"></svg>`;
  const width = Math.min(place, perLine) * pitch;
  const height = Math.ceil(place / perLine) * pitch;
  return html`<svg class="waffle" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" aria-hidden="true">${[...places].map(([mark, path]) => html`<path class="unit ${mark}" d="${path}"/>`)}</svg>`;
}

const unitsFor = (number = 0, casesPerUnit: number): number => Math.ceil(number / casesPerUnit);

const total = (cases: CoverageRow['cases']): number =>
  verdicts.reduce((sum: number, verdict: Verdict) => sum + (cases[verdict] ?? 0), 0);

/** The four that the picture is about always stand in the legend, the others where a code is in such a state. */
const always: readonly Mark[] = ['conforms', 'tolerated', 'deviates', 'untested'];

/** Every state with its shape and how many codes are in it. */
function legend(result: RunResult, casesPerUnit: number): Markup {
  const states = [
    ...always.map((mark) => ({ mark, word: markWords[mark], number: 0 })),
    ...result.coverage.map((row) => ({ ...codeState(row, result), number: 1 })),
  ];
  const entries = groupBy(states, ({ mark, word }) => [mark, word]).map((group) => {
    const number = group.reduce((sum, state) => sum + state.number, 0);
    return html`<li>${shape(group[0].mark)} ${group[0].word} <b>${number}</b></li>`;
  });
  const scale =
    casesPerUnit === 1
      ? 'One small mark is one case.'
      : `One small mark is up to ${casesPerUnit} cases of one verdict.`;
  return html`<ul class="legend">${entries}</ul><p class="scale" aria-hidden="true">${scale}</p>`;
}

import type { CoverageRow, RunResult, Verdict } from '../../model/result.ts';
import { largest } from '../../util/largest.ts';
import { line } from '../../util/text.ts';
import { groupBy } from '../queries.ts';
import { anchor, type Content, html, type Markup } from './markup.ts';
import { codeStatus, type Status, statusIcon, statusLabels, statusOf, tally, verdicts } from './status.ts';

/** Cells in one row of a waffle chart. This many fit the width of a telephone. */
const perLine = 26;
const pitch = 12;

/** Beyond this many units, one unit represents several cases. */
const maximumUnits = 4 * perLine;

/** The path of a unit, from the upper left corner of its cell. */
const units: Readonly<Record<Status, string>> = {
  conforms: 'h9v9h-9z',
  tolerated: 'm4.500 .5l4.500 8.500h-9z',
  deviates: 'm1 1l7 7m0-7l-7 7',
  inconclusive: 'm4.500 .5l4 4-4 4-4-4z',
  'not-exercised': 'm.6 .6h7.800v7.800h-7.800z',
  // No case is about an excluded code.
  excluded: '',
};

/** One row for each documented code: icon, code, label, a unit for each case, and the counts. */
export function coverageChart(result: RunResult): Content {
  if (result.coverage.length === 0) return html`<p class="empty">No documented code was tested.</p>`;
  const most = largest(result.coverage.map(({ cases }) => total(cases)));
  const casesPerUnit = Math.max(1, Math.ceil(most / maximumUnits));
  const operations = groupBy(result.coverage, (row) => row.operationId);
  return html`<div class="coverage">${operations.map(
    (rows) => html`<h2>Documented codes of <code>${line(rows[0].operationId)}</code></h2>
<ol class="codes">${rows.map((row) => codeRow(row, result, casesPerUnit))}</ol>`,
  )}${legend(result, casesPerUnit)}</div>`;
}

function codeRow(row: CoverageRow, result: RunResult, casesPerUnit: number): Markup {
  const { status, label } = codeStatus(row, result);
  return html`<li><a class="code ${status}" href="#${codeAnchor(row)}">${statusIcon(status)} <b>${row.status}</b> <span class="word">${label}</span> ${waffle(row.cases, casesPerUnit)} <span class="tally">${tally(row.cases)}</span></a></li>
`;
}

/** Anchor of the cases of a code. */
export function codeAnchor({ operationId, status }: Pick<CoverageRow, 'operationId' | 'status'>): string {
  return anchor('code', `${operationId}/${status}`);
}

/** One path element for each status, for any number of cases. */
function waffle(cases: CoverageRow['cases'], casesPerUnit: number): Content {
  const places = new Map<Status, string>();
  let place = 0;
  for (const verdict of verdicts) {
    const status = statusOf(verdict);
    for (let left = unitsFor(cases[verdict], casesPerUnit); left > 0; left -= 1) {
      const x = (place % perLine) * pitch + 1.5;
      const y = Math.floor(place / perLine) * pitch + 1.5;
      places.set(status, `${places.get(status) ?? ''}M${x} ${y}${units[status]}`);
      place += 1;
    }
  }
  if (place === 0)
    return html`<svg class="waffle" width="${pitch}" height="${pitch}" aria-hidden="true"></svg>`;
  const width = Math.min(place, perLine) * pitch;
  const height = Math.ceil(place / perLine) * pitch;
  return html`<svg class="waffle" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" aria-hidden="true">${[...places].map(([status, path]) => html`<path class="unit ${status}" d="${path}"/>`)}</svg>`;
}

const unitsFor = (number = 0, casesPerUnit: number): number => Math.ceil(number / casesPerUnit);

const total = (cases: CoverageRow['cases']): number =>
  verdicts.reduce((sum: number, verdict: Verdict) => sum + (cases[verdict] ?? 0), 0);

/** These four are always in the legend, another status only if a code has it. */
const always: readonly Status[] = ['conforms', 'tolerated', 'deviates', 'not-exercised'];

/** The small marks: every status with its icon, and the number of cases that have it. */
function legend(result: RunResult, casesPerUnit: number): Markup {
  const states = [
    ...always.map((status) => ({ status, number: 0 })),
    ...result.cases.map(({ verdict }) => ({ status: statusOf(verdict), number: 1 })),
  ];
  const entries = groupBy(states, ({ status }) => status).map((group) => {
    const number = group.reduce((sum, state) => sum + state.number, 0);
    const { status } = group[0];
    return html`<li>${statusIcon(status)} ${statusLabels[status]} <b>${number}</b></li>`;
  });
  const scale =
    casesPerUnit === 1
      ? 'One small mark is one case.'
      : `One small mark is up to ${casesPerUnit} cases of one verdict.`;
  return html`<ul class="legend">${entries}</ul><p class="scale" aria-hidden="true">${scale}</p>`;
}

import type { CoverageRow, RunResult } from '../../model/result.ts';
import { count, line } from '../../util/text.ts';
import { type MatrixRow, matrixOf } from '../matrix.ts';
import { groupBy } from '../queries.ts';
import { codeAnchor } from './coverage-chart.ts';
import { anchor, breakable, html, type Markup, noMarkup } from './markup.ts';
import { codeStatus, conclusionMarkup, statusLabels, tallyText } from './status.ts';

/** Operations and documented codes: each cell has a sign and a colour, and leads to the cases of the code. */
export function operationMatrix(result: RunResult): Markup {
  const { codes, rows } = matrixOf(result);
  const tags = groupBy(rows, ({ operation }) => operation.tag ?? '');
  const body = tags.map(
    (group) => html`<tbody>
${tags.length > 1 ? tagRow(group[0], codes.length) : noMarkup}${group.map((row) => operationRow(row, result))}</tbody>
`,
  );
  // Its box scrolls, so that the page does not: it can be focused and has a name.
  return html`<div class="coverage"><h2 id="matrix-title">Documented codes of ${count(rows.length, 'operation')}</h2>
<section class="matrix" aria-labelledby="matrix-title" tabindex="0"><table>
<thead><tr><th scope="col">Operation</th>${codes.map((code) => html`<th scope="col">${code}</th>`)}</tr></thead>
${body}</table></section>
${legend(result)}</div>`;
}

const tagRow = ({ operation: { tag } }: MatrixRow, codes: number): Markup =>
  html`<tr><th class="tag" scope="rowgroup" colspan="${codes + 1}"><span>${line(tag ?? 'without a tag', 60)}</span></th></tr>
`;

/** Anchor of the cases of an operation. */
export const operationAnchor = (operationId: string): string => anchor('operation', operationId);

function operationRow({ operation, cells }: MatrixRow, result: RunResult): Markup {
  const { operationId, title, conclusion } = operation;
  return html`<tr><th scope="row" title="${conclusion}: ${line(title, 200)}">${conclusionMarkup(conclusion, html`<span class="unseen">${conclusion}</span>`)}<a href="#${operationAnchor(operationId)}">${breakable(line(operationId, 80))}</a></th>${cells.map((cell) => codeCell(cell, result))}</tr>
`;
}

function codeCell(row: CoverageRow | undefined, result: RunResult): Markup {
  if (!row) return html`<td></td>`;
  const { status, label } = codeStatus(row, result);
  const name = `${line(row.operationId, 80)} ${row.status}: ${label}, ${tallyText(row.cases)}`;
  return html`<td><a class="cell ${status}" href="#${codeAnchor(row)}" aria-label="${name}" title="${name}"></a></td>`;
}

/** Every sign that the matrix has, and the number of codes with it. */
function legend(result: RunResult): Markup {
  const groups = groupBy(result.coverage, (row) => codeStatus(row, result).status);
  const entries = groups.map((group) => {
    const { status } = codeStatus(group[0], result);
    return html`<li><span class="cell ${status}" aria-hidden="true"></span> <span class="n">${statusLabels[status]} <b>${group.length}</b></span></li>`;
  });
  return html`<ul class="legend">${entries}<li>empty: not documented</li></ul>`;
}

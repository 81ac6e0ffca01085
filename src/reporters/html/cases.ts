import type { CaseResult, CoverageRow, RunResult, Verdict } from '../../model/result.ts';
import { count, line, seconds } from '../../util/text.ts';
import { ambiguitiesOf, groupBy, receivedStatus } from '../digest.ts';
import { exchangesMarkup } from './exchange.ts';
import { citation, findingMarkup } from './findings.ts';
import { codeState, countVerdicts, shape, tally, verdictMarkup, verdicts } from './marks.ts';
import { anchor, type Content, html, type Markup, nothing, type Section, shown } from './markup.ts';
import { codeAnchor } from './picture.ts';

/** Every case under its code, closed. The form is for scripts only and hidden until there are any. */
export function casesSection(result: RunResult): Section[] {
  if (result.cases.length === 0) return [];
  const codes = groupBy([...result.coverage, ...result.cases], ({ operationId, status }) => [
    operationId,
    status,
  ]);
  const content = [filterForm(result), ...codes.map(([first]) => codeGroup(first, result))];
  return [{ id: 'cases', title: 'All cases', size: String(result.cases.length), content }];
}

function filterForm({ cases }: RunResult): Markup {
  const counts = countVerdicts(cases);
  const present = verdicts.filter((verdict) => counts[verdict]);
  return html`<form id="filter" role="search" aria-label="Cases" hidden>
<p><label for="query">Search</label><input type="search" id="query" autocomplete="off" spellcheck="false" aria-describedby="query-help"><button type="reset">Clear</button></p>
<p id="query-help" class="size">Ids, titles, requirements, findings, headers and bodies. All words have to occur.</p>
<fieldset><legend>Only</legend>${present.map((verdict) => verdictChoice(verdict, counts))}</fieldset>
<p><output id="found" for="query">${count(cases.length, 'case')}</output></p>
</form>
`;
}

function verdictChoice(verdict: Verdict, counts: CoverageRow['cases']): Markup {
  return html`<label class="choice"><input type="checkbox" value="${verdict}"> ${verdictMarkup(verdict)} ${counts[verdict] ?? 0}</label>`;
}

function codeGroup(code: Pick<CoverageRow, 'operationId' | 'status'>, result: RunResult): Markup {
  const { operationId, status } = code;
  const here = result.cases.filter((one) => one.operationId === operationId && one.status === status);
  const row = result.coverage.find((other) => other.operationId === operationId && other.status === status);
  const state = row && codeState(row, result);
  const name =
    new Set(result.coverage.map((other) => other.operationId)).size > 1 ? `${line(operationId)} ` : '';
  const reason = row?.reason === undefined ? nothing : html`<p class="reason">${shown(row.reason, 1000)}</p>`;
  return html`<details class="group"><summary>${shape(state?.mark ?? 'untested')} <b>${name}${status}</b> <span class="word">${state?.word ?? 'not documented'}</span> <span class="tally">${tally(countVerdicts(here))}</span></summary>
<div id="${codeAnchor(code)}">${reason}
${here.map((one) => caseMarkup(one, result))}</div></details>
`;
}

/** A case: verdict, id and title on its line; everything else inside. */
function caseMarkup(one: CaseResult, result: RunResult): Markup {
  const waived = one.waived === undefined ? nothing : html` <small>waived</small>`;
  return html`<details class="case" data-verdict="${one.verdict}"><summary>${verdictMarkup(one.verdict)}${waived} <span class="id">${line(one.id)}</span> <span class="title">${shown(one.title)}</span></summary>
<div id="${anchor('case', one.id)}" class="inside">${facts(one)}
${one.reason === undefined ? nothing : html`<p class="reason">${shown(one.reason, 2000)}</p>`}${testable(one)}${waiverReason(one)}${one.findings.map((finding) => findingMarkup(finding, result, one))}${ambiguities(one, result)}
${exchangesMarkup(one.exchanges)}</div></details>
`;
}

/** In one paragraph, as there may be thousands of cases: the style sheet keeps its line breaks. */
function facts(one: CaseResult): Markup {
  const received = receivedStatus(one);
  const tolerates = one.tolerates.map((tolerance) => `${tolerance.status} (${tolerance.ambiguity})`);
  const lines = [
    `expects ${one.expect}${tolerates.length > 0 ? `, tolerates ${tolerates.join(', ')}` : ''} · ${received === undefined ? 'no answer' : `received ${received}`} · risk ${one.risk} · ${seconds(one.durationMs, 3)} s`,
    ...one.states.map(({ name, params }) => `given: ${line(name)} ${line(JSON.stringify(params))}`),
    `requirements: ${one.requirements.join(', ') || 'none'}`,
  ];
  return html`<p class="facts">${lines.map((text, index) => [index > 0 ? '\n' : '', line(text, 2000)])}</p>`;
}

const testable = ({ testableBy }: CaseResult): Content =>
  testableBy === undefined
    ? nothing
    : html`<p class="testable"><b>Testable by</b> ${shown(testableBy, 1000)}</p>`;

const waiverReason = ({ waived }: CaseResult): Content =>
  waived === undefined ? nothing : html`<p class="waiver">Waived: ${shown(waived, 1000)}</p>`;

/** Of a tolerated case, what allows its answer. */
function ambiguities(one: CaseResult, result: RunResult): Content {
  if (one.verdict !== 'tolerated') return nothing;
  return ambiguitiesOf(one).map((id) => citation(id, result.ambiguities[id]));
}

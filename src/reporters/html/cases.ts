import type { CaseResult, CoverageRow, RunResult, Verdict } from '../../model/result.ts';
import { ownMember } from '../../util/plain-object.ts';
import { count, line, longestReason, seconds } from '../../util/text.ts';
import { casesOfCode, maskingCause } from '../lookup.ts';
import { codesSummary } from '../matrix.ts';
import { groupBy, hasSeveralOperations, receivedStatus, toleratingAmbiguities } from '../queries.ts';
import { codeAnchor } from './coverage-chart.ts';
import { exchangesMarkup } from './exchange.ts';
import { citationMarkup, findingMarkup } from './findings.ts';
import { anchor, type Content, html, type Markup, noMarkup, type Section, safeText } from './markup.ts';
import { operationAnchor } from './operation-matrix.ts';
import {
  codeStatus,
  conclusionMarkup,
  countVerdicts,
  statusIcon,
  tally,
  verdictMarkup,
  verdicts,
} from './status.ts';

/** All cases by code, of several operations by operation, collapsed. The filter needs scripts and is hidden without them. */
export function casesSection(result: RunResult): Section[] {
  if (result.cases.length === 0) return [];
  const size = String(result.cases.length);
  return [{ id: 'cases', title: 'All cases', size, content: filterForm(result), rest: groups(result) }];
}

function* groups(result: RunResult): Generator<Markup> {
  const documented = [...result.coverage, ...result.cases];
  const codes = groupBy(documented, ({ operationId, status }) => [operationId, status]).map(
    ([first]) => first,
  );
  if (!hasSeveralOperations(result)) {
    for (const code of codes) yield codeGroup(code, result);
    return;
  }
  for (const own of groupBy(codes, ({ operationId }) => operationId)) {
    const [{ operationId }] = own;
    const operation = result.operations.find((one) => one.operationId === operationId);
    const summary = operation
      ? html`${conclusionMarkup(operation.conclusion)} <span class="tally">${codesSummary(operation)}</span>`
      : noMarkup;
    yield html`<details class="operation" data-operation="${operationId}"><summary><b>${line(operationId)}</b> ${summary}</summary>
<div id="${operationAnchor(operationId)}">
`;
    for (const code of own) yield codeGroup(code, result);
    yield html`</div></details>
`;
  }
}

function filterForm(result: RunResult): Markup {
  const { cases } = result;
  const counts = countVerdicts(cases);
  const present = verdicts.filter((verdict) => counts[verdict]);
  return html`<form id="filter" role="search" aria-label="Cases" hidden>
<p><label for="query">Search</label><input type="search" id="query" autocomplete="off" spellcheck="false" aria-describedby="query-help"><button type="reset">Clear</button></p>
<p id="query-help" class="size">Searches ids, titles, requirements, findings, headers and bodies. All words must match.</p>
${operationChoice(result)}<fieldset><legend>Only</legend>${present.map((verdict) => verdictChoice(verdict, counts))}</fieldset>
<p><output id="found" for="query">${count(cases.length, 'case')}</output></p>
</form>
`;
}

function operationChoice(result: RunResult): Content {
  if (!hasSeveralOperations(result)) return noMarkup;
  const ids = groupBy(result.cases, ({ operationId }) => operationId).map(([{ operationId }]) => operationId);
  return html`<p><label for="operation">Operation</label><select id="operation"><option value="">all ${ids.length}</option>${ids.map((id) => html`<option>${line(id)}</option>`)}</select></p>
`;
}

function verdictChoice(verdict: Verdict, counts: CoverageRow['cases']): Markup {
  return html`<label class="choice"><input type="checkbox" value="${verdict}"> ${verdictMarkup(verdict)} ${counts[verdict] ?? 0}</label>`;
}

function codeGroup(code: Pick<CoverageRow, 'operationId' | 'status'>, result: RunResult): Markup {
  const { operationId, status } = code;
  const here = casesOfCode(result, code);
  const row = result.coverage.find((other) => other.operationId === operationId && other.status === status);
  const state = row && codeStatus(row, result);
  const reason =
    row?.reason === undefined ? noMarkup : html`<p class="reason">${safeText(row.reason, 1000)}</p>`;
  return html`<details class="group"><summary>${statusIcon(state?.status ?? 'not-exercised')} <b>${status}</b> <span class="word">${state?.label ?? 'not documented'}</span> <span class="tally">${tally(countVerdicts(here))}</span></summary>
<div id="${codeAnchor(code)}">${reason}
${here.map((one) => caseMarkup(one, result))}</div></details>
`;
}

/** A case: verdict, id and title in the summary line, everything else inside. */
function caseMarkup(one: CaseResult, result: RunResult): Markup {
  const waived = one.waived === undefined ? noMarkup : html` <small>waived</small>`;
  const masking = maskingCause(one, result);
  const masked = masking ? html` <small>masked</small>` : noMarkup;
  return html`<details class="case" data-verdict="${one.verdict}"><summary>${verdictMarkup(one.verdict)}${waived}${masked} <span class="id">${line(one.id)}</span> <span class="title">${safeText(one.title)}</span></summary>
<div id="${anchor('case', one.id)}" class="inside">${facts(one)}
${one.reason === undefined ? noMarkup : html`<p class="reason">${safeText(one.reason, longestReason)}</p>`}${masking ? html`<p class="reason">Masked, it shows nothing: <a href="#${anchor('cause', masking.id)}">${safeText(masking.headline, 300)}</a></p>` : noMarkup}${testable(one)}${waiverReason(one)}${one.findings.map((finding) => findingMarkup(finding, result, one))}${ambiguities(one, result)}
${exchangesMarkup(one.exchanges)}</div></details>
`;
}

/** One paragraph, because there may be thousands of cases; the style sheet keeps its line breaks. */
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
    ? noMarkup
    : html`<p class="testable"><b>Testable by</b> ${safeText(testableBy, 1000)}</p>`;

const waiverReason = ({ waived }: CaseResult): Content =>
  waived === undefined ? noMarkup : html`<p class="waiver">Waived: ${safeText(waived, 1000)}</p>`;

/** The ambiguities that allow the answer of a tolerated case. */
function ambiguities(one: CaseResult, result: RunResult): Content {
  if (one.verdict !== 'tolerated') return noMarkup;
  return toleratingAmbiguities(one).map((id) => citationMarkup(id, ownMember(result.ambiguities, id)));
}

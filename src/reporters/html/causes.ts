import type { CaseResult, Finding, RecordedExchange, RunResult } from '../../model/result.ts';
import { count, line } from '../../util/text.ts';
import { type CaseFinding, causes, type Group, isWaived } from '../queries.ts';
import { exchangeMarkup } from './exchange.ts';
import { findingEvidence, findingMarkup } from './findings.ts';
import {
  anchor,
  type Content,
  codeMarkup,
  html,
  type Markup,
  noMarkup,
  type Section,
  safeText,
} from './markup.ts';
import { verdictMarkup } from './status.ts';

/** Limit for the other cases of a cause; the section of all cases has the rest. */
const othersShown = 300;

/** Limit for causes shown in full: a browser takes seconds to lay out thousands. */
const causesShown = 300;

/** The unwaived deviations, each cause once, and those of the run as a whole. */
export function deviationsSection(result: RunResult): Section[] {
  const { ofRun, ofCases } = unwaivedFindings(result);
  const number = ofRun.length + ofCases.length;
  if (number === 0) return [];
  const size = `${count(number, 'cause')} in ${casesIn(ofCases)}${ofRun.length > 0 ? ' and the run' : ''}`;
  const content = [
    ...ofRun.map(
      (finding) => html`<article class="cause">
<h3>${safeText(finding.message, 1000)}</h3>
<p class="facts">The run as a whole · ${codeMarkup(finding.check)}</p>
${findingEvidence(finding, result)}
</article>
`,
    ),
    ...ofCases.slice(0, causesShown).map((group, index) => causeMarkup(group, result, causeAnchor(index))),
    ofCases.length > causesShown ? restMarkup(ofCases.slice(causesShown)) : noMarkup,
  ];
  return [{ id: 'deviations', title: 'Deviations', size, content }];
}

/** The least frequent causes: message and one case; the case itself shows the rest. */
function restMarkup(groups: readonly Group<CaseFinding>[]): Markup {
  const items = groups.map(
    ([{ case: one, finding }]) => html`<li>${safeText(finding.message, 200)} ${caseLink(one)}</li>`,
  );
  return html`<details class="others"><summary>${count(groups.length, 'more cause')}, each with one case</summary><ul class="ids">${items}</ul></details>`;
}

/** Deviations that no waiver covers. */
function unwaivedFindings(result: RunResult) {
  return {
    ofCases: causes(result).filter(([first]) => !isWaived(first)),
    ofRun: result.run.findings.filter(
      ({ severity, waiver }) => severity === 'deviation' && waiver === undefined,
    ),
  };
}

/** Anchor of a cause, by its position among the unwaived causes. */
const causeAnchor = (index: number): string => `cause-${index + 1}`;

/** The most frequent causes, for the first screen. */
export function mainCauses(result: RunResult, limit: number): Content {
  const { ofRun, ofCases } = unwaivedFindings(result);
  const ranked = [
    ...ofRun.map((finding) => ({ size: 'the run', href: '#deviations', findings: [finding] })),
    ...ofCases.map((group, index) => ({
      size: count(group.length, 'case'),
      href: `#${causeAnchor(index)}`,
      findings: group.map(({ finding }) => finding),
    })),
  ];
  if (ranked.length === 0) return noMarkup;
  const items = ranked
    .slice(0, limit)
    .map(
      ({ size, href, findings }) =>
        html`<li>${verdictMarkup('deviates', size)} <span><a href="${href}">${safeText(findings[0]?.message ?? '', 160)}</a>${receivedBy(findings)}</span></li>`,
    );
  const more = ranked.length - limit;
  const rest = more > 0 ? html`<li><a href="#deviations">${count(more, 'more cause')}</a></li>` : noMarkup;
  return html`<ul class="main">${items}${rest}</ul>`;
}

/** The received value, if it was the same each time and the message does not state it. */
function receivedBy(findings: readonly Finding[]): Content {
  const [actual, ...others] = new Set(findings.map((finding) => finding.actual));
  if (actual === undefined || others.length > 0) return noMarkup;
  if (findings[0]?.message.includes(`received ${actual}`)) return noMarkup;
  return html` <small>received ${safeText(actual, 60)}</small>`;
}

/** `1 case`, counting a case with several causes once. */
export function casesIn(groups: readonly Group<CaseFinding>[]): string {
  return count(new Set(groups.flat().map((occurrence) => occurrence.case)).size, 'case');
}

/** One cause: requirement, difference and exchange of its first case, then the other cases. */
export function causeMarkup(group: Group<CaseFinding>, result: RunResult, id?: string): Markup {
  const [{ case: first, finding }, ...others] = group;
  const exchange = first.exchanges.at(-1);
  const codes = [...new Set(group.map((occurrence) => occurrence.case.status))];
  const met = html`<p class="met">Found in ${caseLink(first)} ${safeText(first.title, 1000)}</p>`;
  return html`<article class="cause"${id === undefined ? noMarkup : html` id="${id}"`}>
<h3>${safeText(finding.message, 1000)}</h3>
<p class="facts">${verdictMarkup('deviates', count(group.length, 'case'))} · ${codes.length === 1 ? 'code' : 'codes'} ${codes.join(', ')} · ${codeMarkup(finding.check)}</p>
${findingEvidence(finding, result, first, met)}
${
  exchange
    ? html`<details class="evidence"><summary>Exchange and curl line</summary>${exchangeMarkup(exchange)}${toBeSet(first, exchange)}</details>`
    : html`<p class="empty">No exchange was recorded.</p>`
}
${othersMarkup(group[0], others)}
</article>
`;
}

/** What the `curl` line needs: the variables that replace secrets, and the states of the case. */
function toBeSet({ states }: CaseResult, { curl }: RecordedExchange): Content {
  const names = [...new Set(curl.match(/(?<="\$)[A-Z]\w*(?=")/g))];
  if (names.length === 0) return noMarkup;
  const given =
    states.length === 0
      ? noMarkup
      : html` If a value came from a provider state, set that state up again: ${states.map(({ name, params }) => [codeMarkup(name), ' ', codeMarkup(JSON.stringify(params)), ' '])}`;
  return html`<p class="facts">This report holds no secrets. To send the request again, set ${names.map((name, index) => [index > 0 ? ', ' : '', codeMarkup(name)])} first.${given}</p>`;
}

/** The other cases of a cause, with their actual value where it differs. */
function othersMarkup({ finding: { actual } }: CaseFinding, others: readonly CaseFinding[]): Content {
  if (others.length === 0) return noMarkup;
  const items = others.slice(0, othersShown).map(({ case: one, finding }) => {
    const differs = finding.actual !== actual && finding.actual !== undefined;
    return html`<li>${caseLink(one)}${differs ? html` <small>received ${safeText(finding.actual ?? '', 200)}</small>` : noMarkup}</li>`;
  });
  const more = others.length - othersShown;
  const rest = more > 0 ? html`<li>… ${more} more in the list of all cases</li>` : noMarkup;
  return html`<details class="others"><summary>The same in ${count(others.length, 'more case')}</summary><ul class="ids">${items}${rest}</ul></details>`;
}

/** A case id as a link to the case in the list of all cases. */
export function caseLink({ id }: { readonly id: string }): Markup {
  return html`<a class="id" href="#${anchor('case', id)}">${line(id)}</a>`;
}

/** Findings about the run as a whole, without its unwaived deviations. */
export function runFindingsSection(result: RunResult): Section[] {
  const findings = result.run.findings.filter(
    ({ severity, waiver }) => severity !== 'deviation' || waiver !== undefined,
  );
  if (findings.length === 0) return [];
  return [
    {
      id: 'run',
      title: 'Findings about the run',
      size: String(findings.length),
      content: findings.map((finding) => findingMarkup(finding, result)),
    },
  ];
}

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

/** More of equal cases than this are found among all cases. */
const othersShown = 300;

/** More causes than this are not told in full: a browser would take seconds for thousands, and nobody read them. */
const causesShown = 300;

/** The deviations that stand, each cause told once, and those of the run as a whole. */
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

/** The causes met least, by their words; their cases, among all cases, have the rest. */
function restMarkup(groups: readonly Group<CaseFinding>[]): Markup {
  const items = groups.map(
    ([{ case: one, finding }]) => html`<li>${safeText(finding.message, 200)} ${caseLink(one)}</li>`,
  );
  return html`<details class="others"><summary>${count(groups.length, 'more cause')}, each with a case that met it</summary><ul class="ids">${items}</ul></details>`;
}

/** What no waiver covers. */
function unwaivedFindings(result: RunResult) {
  return {
    ofCases: causes(result).filter(([first]) => !isWaived(first)),
    ofRun: result.run.findings.filter(
      ({ severity, waiver }) => severity === 'deviation' && waiver === undefined,
    ),
  };
}

/** Where a cause that stands is told in full, by its place among these. */
const causeAnchor = (index: number): string => `cause-${index + 1}`;

/** The causes met most often, for the first screen. */
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

/** What was received, where it was the same each time: most messages only say what is documented. */
function receivedBy(findings: readonly Finding[]): Content {
  const [actual, ...others] = new Set(findings.map((finding) => finding.actual));
  if (actual === undefined || others.length > 0) return noMarkup;
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
  const met = html`<p class="met">Met in ${caseLink(first)} ${safeText(first.title, 1000)}</p>`;
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

/** What has to be there before the `curl` line works: the variables that stand for secrets, and the states of the case. */
function toBeSet({ states }: CaseResult, { curl }: RecordedExchange): Content {
  const names = [...new Set(curl.match(/(?<="\$)[A-Z]\w*(?=")/g))];
  if (names.length === 0) return noMarkup;
  const given =
    states.length === 0
      ? noMarkup
      : html` One that came with a state has to come with it again: ${states.map(({ name, params }) => [codeMarkup(name), ' ', codeMarkup(JSON.stringify(params)), ' '])}`;
  return html`<p class="facts">Secrets are not in this report. To send it again, set ${names.map((name) => [codeMarkup(name), ' '])}first.${given}</p>`;
}

/** The other cases of a cause, with what they met where that differs. */
function othersMarkup({ finding: { actual } }: CaseFinding, others: readonly CaseFinding[]): Content {
  if (others.length === 0) return noMarkup;
  const items = others.slice(0, othersShown).map(({ case: one, finding }) => {
    const differs = finding.actual !== actual && finding.actual !== undefined;
    return html`<li>${caseLink(one)}${differs ? html` <small>received ${safeText(finding.actual ?? '', 200)}</small>` : noMarkup}</li>`;
  });
  const more = others.length - othersShown;
  const rest = more > 0 ? html`<li>… ${more} more, among all cases</li>` : noMarkup;
  return html`<details class="others"><summary>The same in ${count(others.length, 'more case')}</summary><ul class="ids">${items}${rest}</ul></details>`;
}

/** A case by its id, leading to it among all cases. */
export function caseLink({ id }: { readonly id: string }): Markup {
  return html`<a class="id" href="#${anchor('case', id)}">${line(id)}</a>`;
}

/** What the run found about itself that is no deviation that stands. */
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

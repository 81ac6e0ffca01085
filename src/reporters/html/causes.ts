import type { CaseResult, Cause, RecordedExchange, RunResult } from '../../model/result.ts';
import { count, line } from '../../util/text.ts';
import { type ListedCause, listedCauses } from '../listed-causes.ts';
import { type CaseFinding, casesIn, type FoundCause, type Group, unwaivedCauses } from '../queries.ts';
import { setsStatesUp } from '../summary.ts';
import { exchangeMarkup } from './exchange.ts';
import { findingEvidence, findingMarkup } from './findings.ts';
import {
  anchor,
  type Content,
  codeMarkup,
  countedText,
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
  const size = `${count(number, 'cause')} in ${count(casesIn(ofCases), 'case')}${ofRun.length > 0 ? ' and the run' : ''}`;
  const listed = listedCauses(ofCases, result);
  const content = [
    ...ofRun.map(
      (finding) => html`<article class="cause">
<h3>${safeText(finding.message, 1000)}</h3>
<p class="facts">The run as a whole · ${codeMarkup(finding.check)}</p>
${findingEvidence(finding, result)}
</article>
`,
    ),
    ...listed.slice(0, causesShown).map((one) => causeMarkup(one, result)),
    listed.length > causesShown ? restMarkup(listed.slice(causesShown)) : noMarkup,
  ];
  return [{ id: 'deviations', title: 'Deviations', size, content }];
}

/** The last causes: headline and one case; the case itself shows the rest. */
function restMarkup(all: readonly ListedCause[]): Markup {
  const items = all.map(
    ({ headline, causes: [{ found }] }) =>
      html`<li>${safeText(headline, 300)} ${caseLink(found[0].case)}</li>`,
  );
  return html`<details class="others"><summary>${count(all.length, 'more cause')}, each with one case</summary><ul class="ids">${items}</ul></details>`;
}

/** Deviations that no waiver covers. */
function unwaivedFindings(result: RunResult) {
  return {
    ofCases: unwaivedCauses(result),
    ofRun: result.run.findings.filter(
      ({ severity, waiver }) => severity === 'deviation' && waiver === undefined,
    ),
  };
}

/** The worst causes, for the first screen. */
export function mainCauses(result: RunResult, limit: number): Content {
  const { ofRun, ofCases } = unwaivedFindings(result);
  const ranked = [
    ...ofRun.map(({ message }) => ({ href: '#deviations', text: `The run: ${message}`, number: 1 })),
    ...listedCauses(ofCases, result).map(({ headline, causes }) => ({
      href: `#${anchor('cause', causes[0].cause.id)}`,
      text: headline,
      number: causes.length,
    })),
  ];
  if (ranked.length === 0) return noMarkup;
  const items = ranked
    .slice(0, limit)
    .map(
      ({ href, text }) =>
        html`<li>${verdictMarkup('deviates', html`<span class="unseen">deviates</span>`)} <span><a href="${href}">${countedText(text, 300)}</a></span></li>`,
    );
  const more = ranked.slice(limit).reduce((sum, { number }) => sum + number, 0);
  const rest = more > 0 ? html`<li><a href="#deviations">${count(more, 'more cause')}</a></li>` : noMarkup;
  return html`<ul class="main found">${items}${rest}</ul>`;
}

/** One entry: requirement, difference and exchange of its first case, then the other cases or causes. */
export function causeMarkup({ headline, causes: [only, ...more] }: ListedCause, result: RunResult): Markup {
  const { cause, found } = only;
  const [{ case: first, finding }, ...others] = found;
  const exchange = first.exchanges.at(-1);
  const met = html`<p class="met">Found in ${caseLink(first)} ${safeText(first.title, 1000)}</p>`;
  return html`<article class="cause" id="${anchor('cause', cause.id)}">
<h3>${countedText(headline, 1000)}</h3>
${more.length > 0 ? membersMarkup([only, ...more]) : noMarkup}<p class="facts">${more.length > 0 ? 'The first of them: ' : ''}${safeText(finding.message, 1000)} · ${codesOf(found)} · ${codeMarkup(finding.check)}</p>
${findingEvidence(finding, result, first, met)}
${
  exchange
    ? html`<details class="evidence"><summary>Exchange and curl line</summary>${exchangeMarkup(exchange)}${toBeSet(first, exchange, result)}</details>`
    : html`<p class="empty">No exchange was recorded.</p>`
}
${more.length > 0 ? noMarkup : othersMarkup(found[0], others)}${maskedMarkup(cause)}
</article>
`;
}

function codesOf(found: FoundCause['found']): string {
  const codes = [...new Set(found.map((occurrence) => occurrence.case.status))];
  return `${codes.length === 1 ? 'code' : 'codes'} ${codes.join(', ')}`;
}

/** The causes of a list, each with one case. The evidence below them is that of the first. */
function membersMarkup(all: Group<FoundCause>): Markup {
  const items = all.map(
    ({ cause, found: [first] }, index) =>
      html`<li${index > 0 ? html` id="${anchor('cause', cause.id)}"` : noMarkup}>${countedText(cause.headline, 300)} ${caseLink(first.case)}</li>
`,
  );
  return html`<ul class="members">${items}</ul>
`;
}

/** The cases that show nothing while an operation seems to be absent. */
function maskedMarkup({ masks = [] }: Cause): Content {
  if (masks.length === 0) return noMarkup;
  const items = masks.slice(0, othersShown).map((id) => html`<li>${caseLink({ id })}</li>`);
  const more = masks.length - othersShown;
  const rest = more > 0 ? html`<li>… ${more} more in the list of all cases</li>` : noMarkup;
  return html`<details class="others"><summary>Masks ${count(masks.length, 'other case')}, which got the same answer and show nothing</summary><ul class="ids">${items}${rest}</ul></details>`;
}

/** What the `curl` line needs: the variables that replace secrets, and the states of the case. */
function toBeSet({ states }: CaseResult, { curl }: RecordedExchange, { run }: RunResult): Content {
  const names = [...new Set(curl.match(/(?<="\$)[A-Z]\w*(?=")/g))];
  if (names.length === 0) return noMarkup;
  const given =
    states.length === 0 || !setsStatesUp(run)
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

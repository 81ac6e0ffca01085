import type { RunResult } from '../../result.ts';
import { causes, type Group, isWaived, type Occurrence } from '../digest.ts';
import { count, line } from '../text.ts';
import { exchangeMarkup } from './exchange.ts';
import { findingBody, findingMarkup } from './findings.ts';
import { verdictMarkup } from './marks.ts';
import { anchor, type Content, code, html, type Markup, nothing, type Section, shown } from './markup.ts';

/** More of equal cases than this are found among all cases. */
const othersShown = 300;

/** The deviations that stand, each cause told once, and those of the run as a whole. */
export function deviationsSection(result: RunResult): Section[] {
  const { ofRun, ofCases } = standing(result);
  const number = ofRun.length + ofCases.length;
  if (number === 0) return [];
  const size = `${count(number, 'cause')} in ${casesIn(ofCases)}${ofRun.length > 0 ? ' and the run' : ''}`;
  const content = [
    ...ofRun.map(
      (finding) => html`<article class="cause">
<h3>${shown(finding.message, 1000)}</h3>
<p class="facts">The run as a whole · ${code(finding.check)}</p>
${findingBody(finding, result)}
</article>
`,
    ),
    ...ofCases.map((group, index) => causeMarkup(group, result, causeAnchor(index))),
  ];
  return [{ id: 'deviations', title: 'Deviations', size, content }];
}

/** What no waiver covers. */
function standing(result: RunResult) {
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
  const { ofRun, ofCases } = standing(result);
  const ranked = ofCases
    .map((group, index) => ({ group, href: `#${causeAnchor(index)}` }))
    .sort((one, other) => other.group.length - one.group.length);
  const items = [
    ...ofRun.map(({ message }) => mainCause('the run', '#deviations', message)),
    ...ranked.map(({ group, href }) =>
      mainCause(count(group.length, 'case'), href, group[0].finding.message),
    ),
  ];
  const more = items.length - limit;
  if (items.length === 0) return nothing;
  const rest = more > 0 ? html`<li><a href="#deviations">${count(more, 'more cause')}</a></li>` : nothing;
  return html`<ul class="main">${items.slice(0, limit)}${rest}</ul>`;
}

const mainCause = (size: string, href: string, message: string): Markup =>
  html`<li>${verdictMarkup('deviates', size)} <a href="${href}">${shown(message, 160)}</a></li>`;

/** `1 case`, counting a case with several causes once. */
export function casesIn(groups: readonly Group<Occurrence>[]): string {
  return count(new Set(groups.flat().map((occurrence) => occurrence.case)).size, 'case');
}

/** One cause: requirement, difference and exchange of its first case, then the other cases. */
export function causeMarkup(group: Group<Occurrence>, result: RunResult, id?: string): Markup {
  const [{ case: first, finding }, ...others] = group;
  const exchange = first.exchanges.at(-1);
  const codes = [...new Set(group.map((occurrence) => occurrence.case.status))];
  const met = html`<p class="met">Met in ${caseLink(first)} ${shown(first.title, 1000)}</p>`;
  return html`<article class="cause"${id === undefined ? nothing : html` id="${id}"`}>
<h3>${shown(finding.message, 1000)}</h3>
<p class="facts">${verdictMarkup('deviates', count(group.length, 'case'))} · ${codes.length === 1 ? 'code' : 'codes'} ${codes.join(', ')} · ${code(finding.check)}</p>
${findingBody(finding, result, first, met)}
${
  exchange
    ? html`<details class="evidence"><summary>Exchange and curl line</summary>${exchangeMarkup(exchange)}</details>`
    : html`<p class="empty">No exchange was recorded.</p>`
}
${othersMarkup(group[0], others)}
</article>
`;
}

/** The other cases of a cause, with what they met where that differs. */
function othersMarkup({ finding: { actual } }: Occurrence, others: readonly Occurrence[]): Content {
  if (others.length === 0) return nothing;
  const items = others.slice(0, othersShown).map(({ case: one, finding }) => {
    const differs = finding.actual !== actual && finding.actual !== undefined;
    return html`<li>${caseLink(one)}${differs ? html` <small>received ${shown(finding.actual ?? '', 200)}</small>` : nothing}</li>`;
  });
  const more = others.length - othersShown;
  const rest = more > 0 ? html`<li>… ${more} more, among all cases</li>` : nothing;
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

import type { CaseResult, RunResult, Verdict } from '../../model/result.ts';
import { count } from '../../util/text.ts';
import {
  ambiguitiesOf,
  byReason,
  casesOf,
  causes,
  groupBy,
  isWaived,
  receivedInstead,
  warnings,
} from '../digest.ts';
import { caseLink, casesIn, causeMarkup } from './causes.ts';
import { citation, findingBody } from './findings.ts';
import { verdictMarkup } from './marks.ts';
import { type Content, code, html, type Markup, nothing, type Section, shown } from './markup.ts';

/** More ids than this are found among all cases. */
const idsShown = 300;

const untested: readonly Verdict[] = ['not-exercised', 'not-consented', 'not-selected'];
const unclear: readonly Verdict[] = ['errored', 'inconclusive'];

/** What was not sent, by the reason, with what would make it testable. */
export function untestedSection(result: RunResult): Section[] {
  return reasonsSection(result, 'untested', 'Not tested', untested);
}

/** What was sent, or should have been, and tells nothing. */
export function unclearSection(result: RunResult): Section[] {
  return reasonsSection(result, 'unclear', 'Cannot tell', unclear);
}

/** For the first screen, why most cases that tell nothing do so, or what would make them testable. */
export function mainObstacles(result: RunResult, limit: number): Content {
  const obstacles = [
    ...groupBy(casesOf(result, ...unclear), (one) => one.reason).map((group) => ({
      group,
      href: '#unclear',
      text: group[0].reason ?? defaultReason(group[0]),
    })),
    ...groupBy(casesOf(result, ...untested), (one) => one.testableBy ?? defaultReason(one)).map((group) => ({
      group,
      href: '#untested',
      text:
        group[0].testableBy === undefined ? defaultReason(group[0]) : `Testable by ${group[0].testableBy}`,
    })),
  ].toSorted((one, other) => other.group.length - one.group.length);
  if (obstacles.length === 0) return nothing;
  const items = obstacles
    .slice(0, limit)
    .map(
      ({ group, href, text }) =>
        html`<li>${verdictMarkup(group[0].verdict, count(group.length, 'case'))} <span><a href="${href}">${shown(text, 160)}</a></span></li>`,
    );
  const more = obstacles.slice(limit);
  const rest =
    more.length > 0
      ? html`<li><a href="${more[0]?.href ?? ''}">${count(more.length, 'more reason')}</a></li>`
      : nothing;
  return html`<ul class="main">${items}${rest}</ul>`;
}

function reasonsSection(
  result: RunResult,
  id: string,
  title: string,
  verdicts: readonly Verdict[],
): Section[] {
  const groups = byReason(result, ...verdicts);
  const size = count(casesOf(result, ...verdicts).length, 'case');
  const content = groups.map(
    (
      group,
    ) => html`<div class="item"><p>${verdictMarkup(group[0].verdict)} ${shown(group[0].reason ?? defaultReason(group[0]), 1000)}</p>
${group[0].testableBy === undefined ? nothing : html`<p class="testable"><b>Testable by</b> ${shown(group[0].testableBy, 1000)}</p>`}
${ids(group)}</div>
`,
  );
  return present({ id, title, size, content });
}

const defaultReason = ({ verdict }: CaseResult): string =>
  verdict === 'not-selected' ? 'Left out of this run.' : 'No reason was recorded.';

/** Answers that an ambiguity of the reference allows. */
export function toleratedSection(result: RunResult): Section[] {
  const cases = casesOf(result, 'tolerated');
  const groups = groupBy(cases, (one) => [ambiguitiesOf(one), one.expect, receivedInstead(one)]);
  const content = groups.map(
    (
      group,
    ) => html`<div class="item"><p>${verdictMarkup('tolerated')} expected ${group[0].expect}, received ${receivedInstead(group[0])}</p>
${ambiguitiesOf(group[0]).map((id) => citation(id, result.ambiguities[id]))}
${ids(group)}</div>
`,
  );
  return present({
    id: 'tolerated',
    title: 'Tolerated, each allowed by an ambiguity of the reference',
    size: count(cases.length, 'case'),
    content,
  });
}

/** Good practice that the reference does not ask for. */
export function warningsSection(result: RunResult): Section[] {
  const groups = warnings(result);
  const content = groups.map(
    (
      group,
    ) => html`<div class="item"><p>${shown(group[0].finding.message, 1000)} ${code(group[0].finding.check)}</p>
${findingBody(group[0].finding, result, group[0].case)}
${ids(group.map((occurrence) => occurrence.case))}</div>
`,
  );
  return present({ id: 'warnings', title: 'Warnings', size: String(groups.flat().length), content });
}

/** The waivers as given, what is wrong with them, and the deviations that they cover. */
export function waiversSection(result: RunResult): Section[] {
  const waivers = result.run.waivers ?? [];
  const groups = causes(result).filter(([first]) => isWaived(first));
  const covered =
    groups.length === 0
      ? nothing
      : html`<h3 class="sub">Waived deviations: ${count(groups.length, 'cause')} in ${casesIn(groups)}</h3>${groups.map((group) => causeMarkup(group, result))}`;
  if (waivers.length === 0 && groups.length === 0) return [];
  const entries = waivers.map(
    (
      waiver,
    ) => html`<div class="item"><p><b>Entry ${waiver.entry}</b> until ${shown(waiver.expires)}, owner ${shown(waiver.owner)}: ${shown(waiver.reason, 1000)}</p>
<p class="facts">case ${code(waiver.case)} · check ${code(waiver.check)}${optional('location', waiver.location)}${optional('actual', waiver.actual)}${optional('message', waiver.message)}</p>
${waiver.problem ? html`<p class="error"><b>To mend:</b> ${shown(waiver.problem.message, 1000)}</p>` : nothing}</div>
`,
  );
  const size = `${count(waivers.length, 'entry', 'entries')}, ${casesIn(groups)}`;
  return [{ id: 'waivers', title: 'Waivers', size, content: [entries, covered] }];
}

const optional = (name: string, value: string | undefined): Content =>
  value === undefined ? nothing : [` · ${name} `, code(value)];

/** What the run made and nobody removed. */
export function leftBehindSection({ run }: RunResult): Section[] {
  const content = run.leftBehind.map(
    ({
      caseId,
      what,
      reason,
    }) => html`<div class="item"><p><b>${shown(what)}</b> by ${caseLink({ id: caseId })}: ${shown(reason, 1000)}</p></div>
`,
  );
  return present({
    id: 'left-behind',
    title: 'Left behind on the target',
    size: String(content.length),
    content,
  });
}

function present(section: Section & { readonly content: readonly Content[] }): Section[] {
  return section.content.length === 0 ? [] : [section];
}

/** A few ids stand open, many behind a line. */
function ids(cases: readonly CaseResult[]): Markup {
  const items = cases.slice(0, idsShown).map((one) => html`<li>${caseLink(one)}</li>`);
  const more = cases.length - idsShown;
  const list = html`<ul class="ids">${items}${more > 0 ? html`<li>… ${more} more, among all cases</li>` : nothing}</ul>`;
  if (cases.length <= 4) return list;
  return html`<details class="others"><summary>${count(cases.length, 'case')}</summary>${list}</details>`;
}

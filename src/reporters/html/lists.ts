import type { CaseResult, RunResult, Verdict } from '../../model/result.ts';
import { count } from '../../util/text.ts';
import {
  casesOf,
  causes,
  describeReceived,
  groupBy,
  groupByReason,
  isWaived,
  toleratingAmbiguities,
  warnings,
} from '../queries.ts';
import { caseLink, casesIn, causeMarkup } from './causes.ts';
import { citationMarkup, findingEvidence } from './findings.ts';
import { type Content, codeMarkup, html, type Markup, noMarkup, type Section, safeText } from './markup.ts';
import { verdictMarkup } from './status.ts';

/** More ids than this are found among all cases. */
const idsShown = 300;

const notExercised: readonly Verdict[] = ['not-exercised', 'not-consented', 'not-selected'];
const inconclusive: readonly Verdict[] = ['errored', 'inconclusive'];

/** What was not sent, by the reason, with what would make it testable. */
export function notExercisedSection(result: RunResult): Section[] {
  return reasonsSection(result, 'not-exercised', 'Not tested', notExercised);
}

/** What was sent, or should have been, and tells nothing. */
export function inconclusiveSection(result: RunResult): Section[] {
  return reasonsSection(result, 'inconclusive', 'Cannot tell', inconclusive);
}

/** For the first screen, why most cases that tell nothing do so, or what would make them testable. */
export function mainReasons(result: RunResult, limit: number): Content {
  const obstacles = [
    ...groupBy(casesOf(result, ...inconclusive), (one) => one.reason).map((group) => ({
      group,
      href: '#inconclusive',
      text: group[0].reason ?? defaultReason(group[0]),
    })),
    ...groupBy(casesOf(result, ...notExercised), (one) => one.testableBy ?? defaultReason(one)).map(
      (group) => ({
        group,
        href: '#not-exercised',
        text:
          group[0].testableBy === undefined ? defaultReason(group[0]) : `Testable by ${group[0].testableBy}`,
      }),
    ),
  ].toSorted((one, other) => other.group.length - one.group.length);
  if (obstacles.length === 0) return noMarkup;
  const items = obstacles
    .slice(0, limit)
    .map(
      ({ group, href, text }) =>
        html`<li>${verdictMarkup(group[0].verdict, count(group.length, 'case'))} <span><a href="${href}">${safeText(text, 160)}</a></span></li>`,
    );
  const more = obstacles.slice(limit);
  const rest =
    more.length > 0
      ? html`<li><a href="${more[0]?.href ?? ''}">${count(more.length, 'more reason')}</a></li>`
      : noMarkup;
  return html`<ul class="main">${items}${rest}</ul>`;
}

function reasonsSection(
  result: RunResult,
  id: string,
  title: string,
  verdicts: readonly Verdict[],
): Section[] {
  const groups = groupByReason(result, ...verdicts);
  const size = count(casesOf(result, ...verdicts).length, 'case');
  const content = groups.map(
    (
      group,
    ) => html`<div class="item"><p>${verdictMarkup(group[0].verdict)} ${safeText(group[0].reason ?? defaultReason(group[0]), 1000)}</p>
${group[0].testableBy === undefined ? noMarkup : html`<p class="testable"><b>Testable by</b> ${safeText(group[0].testableBy, 1000)}</p>`}
${caseIdList(group)}</div>
`,
  );
  return sectionIfAny({ id, title, size, content });
}

const defaultReason = ({ verdict }: CaseResult): string =>
  verdict === 'not-selected' ? 'Left out of this run.' : 'No reason was recorded.';

/** Answers that an ambiguity of the reference allows. */
export function toleratedSection(result: RunResult): Section[] {
  const cases = casesOf(result, 'tolerated');
  const groups = groupBy(cases, (one) => [toleratingAmbiguities(one), one.expect, describeReceived(one)]);
  const content = groups.map(
    (
      group,
    ) => html`<div class="item"><p>${verdictMarkup('tolerated')} expected ${group[0].expect}, received ${describeReceived(group[0])}</p>
${toleratingAmbiguities(group[0]).map((id) => citationMarkup(id, result.ambiguities[id]))}
${caseIdList(group)}</div>
`,
  );
  return sectionIfAny({
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
    ) => html`<div class="item"><p>${safeText(group[0].finding.message, 1000)} ${codeMarkup(group[0].finding.check)}</p>
${findingEvidence(group[0].finding, result, group[0].case)}
${caseIdList(group.map((occurrence) => occurrence.case))}</div>
`,
  );
  return sectionIfAny({ id: 'warnings', title: 'Warnings', size: String(groups.flat().length), content });
}

/** The waivers as given, what is wrong with them, and the deviations that they cover. */
export function waiversSection(result: RunResult): Section[] {
  const waivers = result.run.waivers ?? [];
  const groups = causes(result).filter(([first]) => isWaived(first));
  const covered =
    groups.length === 0
      ? noMarkup
      : html`<h3 class="sub">Waived deviations: ${count(groups.length, 'cause')} in ${casesIn(groups)}</h3>${groups.map((group) => causeMarkup(group, result))}`;
  if (waivers.length === 0 && groups.length === 0) return [];
  const entries = waivers.map(
    (
      waiver,
    ) => html`<div class="item"><p><b>Entry ${waiver.entry}</b> until ${safeText(waiver.expires)}, owner ${safeText(waiver.owner)}: ${safeText(waiver.reason, 1000)}</p>
<p class="facts">case ${codeMarkup(waiver.case)} · check ${codeMarkup(waiver.check)}${optional('location', waiver.location)}${optional('actual', waiver.actual)}${optional('message', waiver.message)}</p>
${waiver.problem ? html`<p class="error"><b>To mend:</b> ${safeText(waiver.problem.message, 1000)}</p>` : noMarkup}</div>
`,
  );
  const size = `${count(waivers.length, 'entry', 'entries')}, ${casesIn(groups)}`;
  return [{ id: 'waivers', title: 'Waivers', size, content: [entries, covered] }];
}

const optional = (name: string, value: string | undefined): Content =>
  value === undefined ? noMarkup : [` · ${name} `, codeMarkup(value)];

/** What the run made and nobody removed. */
export function leftBehindSection({ run }: RunResult): Section[] {
  const content = run.leftBehind.map(
    ({
      caseId,
      what,
      reason,
    }) => html`<div class="item"><p><b>${safeText(what)}</b> by ${caseLink({ id: caseId })}: ${safeText(reason, 1000)}</p></div>
`,
  );
  return sectionIfAny({
    id: 'left-behind',
    title: 'Left behind on the target',
    size: String(content.length),
    content,
  });
}

function sectionIfAny(section: Section & { readonly content: readonly Content[] }): Section[] {
  return section.content.length === 0 ? [] : [section];
}

/** A few ids stand open, many behind a line. */
function caseIdList(cases: readonly CaseResult[]): Markup {
  const items = cases.slice(0, idsShown).map((one) => html`<li>${caseLink(one)}</li>`);
  const more = cases.length - idsShown;
  const list = html`<ul class="ids">${items}${more > 0 ? html`<li>… ${more} more, among all cases</li>` : noMarkup}</ul>`;
  if (cases.length <= 4) return list;
  return html`<details class="others"><summary>${count(cases.length, 'case')}</summary>${list}</details>`;
}

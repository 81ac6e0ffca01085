import type { CaseResult, RunResult, Verdict } from '../../model/result.ts';
import { capitalised, count, longestReason } from '../../util/text.ts';
import { casesOf, groupBy, groupByReason } from '../queries.ts';
import { type Content, countedText, html, noMarkup, type Section, safeText } from './markup.ts';
import { caseIdList, sectionIfAny } from './section-parts.ts';
import { verdictMarkup } from './status.ts';

const notExercised: readonly Verdict[] = ['not-exercised', 'not-consented', 'not-selected'];
const inconclusive: readonly Verdict[] = ['errored', 'inconclusive'];

/** Cases that were not sent, by reason, with what would make them testable. */
export function notExercisedSection(result: RunResult): Section[] {
  return reasonsSection(result, 'not-exercised', notExercised);
}

/** Cases whose result says nothing about the target. */
export function inconclusiveSection(result: RunResult): Section[] {
  return reasonsSection(result, 'inconclusive', inconclusive);
}

/** For the first screen: why most cases have no result, or what would make them testable. */
export function mainReasons(result: RunResult, limit: number): Content {
  const reasons = [
    ...groupBy(casesOf(result, ...inconclusive), (one) => one.reason).map((group) => ({
      group,
      href: '#inconclusive',
      text: group[0].reason ?? defaultReason(group[0]),
    })),
    ...groupBy(casesOf(result, ...notExercised), (one) => one.testableBy ?? defaultReason(one)).map(
      (group) => ({
        group,
        href: '#not-exercised',
        text: remedyOf(group[0]),
      }),
    ),
  ].toSorted((one, other) => other.group.length - one.group.length);
  if (reasons.length === 0) return noMarkup;
  const items = reasons
    .slice(0, limit)
    .map(
      ({ group, href, text }) =>
        html`<li>${verdictMarkup(group[0].verdict, count(group.length, 'case'))} <span><a href="${href}">${countedText(text, 160)}</a></span></li>`,
    );
  const more = reasons.slice(limit);
  const rest =
    more.length > 0
      ? html`<li><a href="${more[0]?.href ?? ''}">${count(more.length, 'more reason')}</a></li>`
      : noMarkup;
  return html`<ul class="main">${items}${rest}</ul>`;
}

const remedyOf = (one: CaseResult): string =>
  one.testableBy === undefined
    ? defaultReason(one)
    : `${capitalised(wordOf(one.verdict))}; testable by ${one.testableBy}`;

const wordOf = (verdict: Verdict): string => verdict.replace('-', ' ');

function reasonsSection(result: RunResult, id: string, verdicts: readonly Verdict[]): Section[] {
  const present = verdicts.filter((verdict) => casesOf(result, verdict).length > 0).map(wordOf);
  const title = capitalised(present.join(', ').replace(/, ([^,]*)$/, ' or $1'));
  const groups = groupByReason(result, ...verdicts);
  const size = count(casesOf(result, ...verdicts).length, 'case');
  const content = groups.map(
    (
      group,
    ) => html`<div class="item"><p>${verdictMarkup(group[0].verdict)} ${safeText(group[0].reason ?? defaultReason(group[0]), longestReason)}</p>
${group[0].testableBy === undefined ? noMarkup : html`<p class="testable"><b>Testable by</b> ${safeText(group[0].testableBy, 1000)}</p>`}
${caseIdList(group)}</div>
`,
  );
  return sectionIfAny({ id, title, size, content });
}

const defaultReason = ({ verdict }: CaseResult): string =>
  verdict === 'not-selected' ? 'Not selected for this run.' : 'No reason was recorded.';

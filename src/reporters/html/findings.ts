import type { CaseResult, Finding, RunResult, Statement } from '../../model/result.ts';
import { line } from '../../util/text.ts';
import { difference } from './difference.ts';
import { anchor, type Content, codeMarkup, html, type Markup, noMarkup, safeText } from './markup.ts';

/** A requirement or an ambiguity in full: what it states, how binding it is, and where to look it up. */
export function citationMarkup(id: string, statement: Statement | undefined): Markup {
  const kind = statement?.strength === 'ambiguity' ? 'ambiguity' : 'requirement';
  const name = html`<a href="#${anchor(kind, id)}">${line(id)}</a>`;
  if (!statement) return html`<p class="cite">${line(id)}</p>`;
  const { strength, authority, citation: where } = statement;
  const force = strength === 'ambiguity' ? noMarkup : html`<b>${strength}</b> · `;
  return html`<p class="cite">${name} ${safeText(statement.statement, 1500)}<br><small>${force}authority: ${safeText(authority)} · ${safeText(where, 1000)}</small></p>${exampleMarkup(statement)}`;
}

/** Said beside everything that rests on an example alone. */
function exampleMarkup({ authority }: Statement): Content {
  return authority === 'example'
    ? html`<p class="example">Only an example of the reference shows this; none of its sentences states it.</p>`
    : noMarkup;
}

/** What a finding rests on, with more to say beneath that, and the difference that it found. */
export function findingEvidence(
  finding: Finding,
  result: RunResult,
  one?: CaseResult,
  beneath: Content = noMarkup,
): Content {
  const { requirement, waiver } = finding;
  return html`<div class="grounds"><div>${requirement === undefined ? html`<p class="empty">It names no requirement of its own.</p>` : citationMarkup(requirement, result.requirements[requirement])}${waiver === undefined ? noMarkup : waiverMention(waiver, result)}${beneath}</div>
${difference(finding, one ?? { exchanges: [] })}</div>`;
}

/** A finding with its words, for lists of several. */
export function findingMarkup(finding: Finding, result: RunResult, one?: CaseResult): Markup {
  return html`<div class="finding ${finding.severity}"><p><b>${finding.severity}</b> ${safeText(finding.message, 1000)} ${codeMarkup(finding.check)}</p>${findingEvidence(finding, result, one)}</div>`;
}

/** By what and until when a deviation is waived, who sees to it, and why. */
function waiverMention(entry: number, { run }: RunResult): Markup {
  const waiver = run.waivers?.find((one) => one.entry === entry);
  if (!waiver) return html`<p class="waiver">Waived by entry ${entry}.</p>`;
  const { expires, owner, reason } = waiver;
  return html`<p class="waiver">Waived until ${safeText(expires)}, owner ${safeText(owner)} (<a href="#waivers">entry ${entry}</a>): ${safeText(reason, 1000)}</p>`;
}

import type { CaseResult, Finding, RunResult, Statement } from '../../model/result.ts';
import { ownMember } from '../../util/plain-object.ts';
import { line } from '../../util/text.ts';
import { placeOf } from '../queries.ts';
import { difference } from './difference.ts';
import { anchor, type Content, codeMarkup, html, type Markup, noMarkup, safeText } from './markup.ts';

/** A requirement or an ambiguity: statement, strength, authority and citation. */
export function citationMarkup(id: string, statement: Statement | undefined): Markup {
  const kind = statement?.strength === 'ambiguity' ? 'ambiguity' : 'requirement';
  const name = html`<a href="#${anchor(kind, id)}">${line(id)}</a>`;
  if (!statement) return html`<p class="cite">${line(id)}</p>`;
  const { strength, authority, citation: where } = statement;
  const force = strength === 'ambiguity' ? noMarkup : html`<b>${strength}</b> · `;
  return html`<p class="cite">${name} ${safeText(statement.statement, 1500)}<br><small>${force}authority: ${safeText(authority)} · ${safeText(where, 1000)}</small></p>${exampleMarkup(statement)}`;
}

/** A remark on requirements that only an example shows. */
function exampleMarkup({ authority }: Statement): Content {
  return authority === 'example'
    ? html`<p class="example">Only an example in the reference shows this; no sentence states it.</p>`
    : noMarkup;
}

/** The requirement of a finding, further content below it, and the difference. */
export function findingEvidence(
  finding: Finding,
  result: RunResult,
  one?: CaseResult,
  beneath: Content = noMarkup,
): Content {
  const { requirement, waiver } = finding;
  return html`<div class="grounds"><div>${requirement === undefined ? noMarkup : citationMarkup(requirement, ownMember(result.requirements, requirement))}${placeMarkup(finding, result, one)}${waiver === undefined ? noMarkup : waiverMention(waiver, result)}${beneath}</div>
${difference(finding, one ?? { exchanges: [] })}</div>`;
}

/** Where the document states the code, if no known requirement is named. */
function placeMarkup(finding: Finding, result: RunResult, one?: CaseResult): Content {
  const place = one && placeOf(finding, one, result);
  if (place !== undefined) return html`<p class="cite">Documented at ${codeMarkup(place)}</p>`;
  return finding.requirement === undefined
    ? html`<p class="empty">This finding cites no requirement.</p>`
    : noMarkup;
}

/** A finding with severity and message, for lists. */
export function findingMarkup(finding: Finding, result: RunResult, one?: CaseResult): Markup {
  return html`<div class="finding ${finding.severity}"><p><b>${finding.severity}</b> ${safeText(finding.message, 1000)} ${codeMarkup(finding.check)}</p>${findingEvidence(finding, result, one)}</div>`;
}

/** The waiver of a deviation: until when, owner, entry, reason. */
function waiverMention(entry: number, { run }: RunResult): Markup {
  const waiver = run.waivers?.find((one) => one.entry === entry);
  if (!waiver) return html`<p class="waiver">Waived by entry ${entry}.</p>`;
  const { expires, owner, reason } = waiver;
  return html`<p class="waiver">Waived until ${safeText(expires)}, owner ${safeText(owner)} (<a href="#waivers">entry ${entry}</a>): ${safeText(reason, 1000)}</p>`;
}

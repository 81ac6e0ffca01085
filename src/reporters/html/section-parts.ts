import type { CaseResult } from '../../model/result.ts';
import { count } from '../../util/text.ts';
import { caseLink } from './causes.ts';
import { type Content, html, type Markup, noMarkup, type Section } from './markup.ts';

/** Limit for ids in one list; the section of all cases has the rest. */
const idsShown = 300;

/** The section, or nothing if it has no content. */
export function sectionIfAny(section: Section & { readonly content: readonly Content[] }): Section[] {
  return section.content.length === 0 ? [] : [section];
}

/** A list of case ids, collapsed if there are more than four. */
export function caseIdList(cases: readonly CaseResult[]): Markup {
  const items = cases.slice(0, idsShown).map((one) => html`<li>${caseLink(one)}</li>`);
  const more = cases.length - idsShown;
  const list = html`<ul class="ids">${items}${more > 0 ? html`<li>… ${more} more in the list of all cases</li>` : noMarkup}</ul>`;
  if (cases.length <= 4) return list;
  return html`<details class="others"><summary>${count(cases.length, 'case')}</summary>${list}</details>`;
}

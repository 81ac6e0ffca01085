import type { CaseResult } from '../../model/result.ts';
import { count } from '../../util/text.ts';
import { caseLink } from './causes.ts';
import { type Content, html, type Markup, noMarkup, type Section } from './markup.ts';

/** More ids than this are found among all cases. */
const idsShown = 300;

export function sectionIfAny(section: Section & { readonly content: readonly Content[] }): Section[] {
  return section.content.length === 0 ? [] : [section];
}

/** A few ids stand open, many behind a line. */
export function caseIdList(cases: readonly CaseResult[]): Markup {
  const items = cases.slice(0, idsShown).map((one) => html`<li>${caseLink(one)}</li>`);
  const more = cases.length - idsShown;
  const list = html`<ul class="ids">${items}${more > 0 ? html`<li>… ${more} more, among all cases</li>` : noMarkup}</ul>`;
  if (cases.length <= 4) return list;
  return html`<details class="others"><summary>${count(cases.length, 'case')}</summary>${list}</details>`;
}

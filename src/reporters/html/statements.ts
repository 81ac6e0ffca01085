import type { RunResult, Statement } from '../../model/result.ts';
import { count, line } from '../../util/text.ts';
import { anchor, type Content, html, type Markup, noMarkup, type Section, safeText } from './markup.ts';
import type { Status } from './status.ts';

/** The results that a requirement can have, in the order of the page. */
const states = [
  { status: 'deviates', label: 'broken', verdicts: ['deviates'] },
  { status: 'not-exercised', label: 'not shown', verdicts: ['incomplete', undefined] },
  { status: 'not-exercised', label: 'excluded', verdicts: ['excluded'] },
  { status: 'conforms', label: 'shown', verdicts: ['conforms'] },
] as const satisfies readonly {
  readonly status: Status;
  readonly label: string;
  readonly verdicts: readonly Statement['verdict'][];
}[];

/** All requirements, grouped by result. */
export function requirementsSection({ requirements }: RunResult): Section[] {
  const entries = Object.entries(requirements);
  if (entries.length === 0) return [];
  const proven = entries.filter(([, { verdict }]) => verdict === 'conforms').length;
  const content = states.map(({ status, label, verdicts }) => {
    const here = entries.filter(([, { verdict }]) => verdicts.some((one) => one === verdict));
    return here.length === 0
      ? noMarkup
      : html`<details class="table"><summary><b class="v ${status}">${here.length} ${label}</b></summary><dl>${here.map(
          ([id, statement]) => statementRow('requirement', id, statement),
        )}</dl></details>`;
  });
  return [
    { id: 'requirements', title: 'Requirements', size: `${proven} of ${entries.length} shown`, content },
  ];
}

/** All ambiguities that cases refer to. */
export function ambiguitiesSection({ ambiguities }: RunResult): Section[] {
  const entries = Object.entries(ambiguities);
  if (entries.length === 0) return [];
  const content = html`<details class="table"><summary>${count(entries.length, 'statement')}</summary><dl>${entries.map(
    ([id, statement]) => statementRow('ambiguity', id, statement),
  )}</dl></details>`;
  return [
    { id: 'ambiguities', title: 'Ambiguities of the reference', size: String(entries.length), content },
  ];
}

function statementRow(kind: string, id: string, statement: Statement): Markup {
  return html`<div><dt id="${anchor(kind, id)}" class="id">${line(id)}</dt><dd>${safeText(statement.statement, 1500)} ${source(statement)}</dd></div>
`;
}

function source({ strength, authority, citation }: Statement): Content {
  const force = strength === 'ambiguity' ? noMarkup : html`<b>${strength}</b> · `;
  const plainly = authority === 'example' ? ' (only an example, no sentence states it)' : '';
  return html`<small>${force}authority: ${safeText(authority)}${plainly} · ${safeText(citation, 1000)}</small>`;
}

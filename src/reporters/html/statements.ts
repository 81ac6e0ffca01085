import type { RunResult, Statement } from '../../model/result.ts';
import { count, line } from '../../util/text.ts';
import type { Mark } from './marks.ts';
import { anchor, type Content, html, type Markup, nothing, type Section, shown } from './markup.ts';

/** What the run says of a requirement, in the order of the page. */
const states = [
  { mark: 'deviates', word: 'broken', verdicts: ['deviates'] },
  { mark: 'untested', word: 'not shown', verdicts: ['incomplete', undefined] },
  { mark: 'untested', word: 'excluded', verdicts: ['excluded'] },
  { mark: 'conforms', word: 'shown', verdicts: ['conforms'] },
] as const satisfies readonly {
  readonly mark: Mark;
  readonly word: string;
  readonly verdicts: readonly Statement['verdict'][];
}[];

/** Every requirement, by what this run says of it. */
export function requirementsSection({ requirements }: RunResult): Section[] {
  const entries = Object.entries(requirements);
  if (entries.length === 0) return [];
  const proven = entries.filter(([, { verdict }]) => verdict === 'conforms').length;
  const content = states.map(({ mark, word, verdicts }) => {
    const here = entries.filter(([, { verdict }]) => verdicts.some((one) => one === verdict));
    return here.length === 0
      ? nothing
      : html`<details class="table"><summary><b class="v ${mark}">${here.length} ${word}</b></summary><dl>${here.map(
          ([id, statement]) => statementRow('requirement', id, statement),
        )}</dl></details>`;
  });
  return [
    { id: 'requirements', title: 'Requirements', size: `${proven} of ${entries.length} shown`, content },
  ];
}

/** Every ambiguity, as cases lean on them. */
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
  return html`<div><dt id="${anchor(kind, id)}" class="id">${line(id)}</dt><dd>${shown(statement.statement, 1500)} ${source(statement)}</dd></div>
`;
}

function source({ strength, authority, citation }: Statement): Content {
  const force = strength === 'ambiguity' ? nothing : html`<b>${strength}</b> · `;
  const plainly = authority === 'example' ? ' (an example only, no sentence states it)' : '';
  return html`<small>${force}authority: ${shown(authority)}${plainly} · ${shown(citation, 1000)}</small>`;
}

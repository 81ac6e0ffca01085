import type { RunResult } from '../../model/result.ts';
import { count } from '../../util/text.ts';
import { listedCauses } from '../listed-causes.ts';
import { casesIn, causes, isWaived } from '../queries.ts';
import { causeMarkup } from './causes.ts';
import { type Content, codeMarkup, html, noMarkup, type Section, safeText } from './markup.ts';

/** The waivers as given, their problems, and the deviations that they cover. */
export function waiversSection(result: RunResult): Section[] {
  const waivers = result.run.waivers ?? [];
  const groups = causes(result).filter(({ found: [first] }) => isWaived(first));
  const covered =
    groups.length === 0
      ? noMarkup
      : html`<h3 class="sub">Waived deviations: ${count(groups.length, 'cause')} in ${count(casesIn(groups), 'case')}</h3>${listedCauses(groups, result).map((one) => causeMarkup(one, result))}`;
  if (waivers.length === 0 && groups.length === 0) return [];
  const entries = waivers.map(
    (
      waiver,
    ) => html`<div class="item"><p><b>Entry ${waiver.entry}</b> until ${safeText(waiver.expires)}, owner ${safeText(waiver.owner)}: ${safeText(waiver.reason, 1000)}</p>
<p class="facts">case ${codeMarkup([waiver.case].flat().join(', '), 2000)} · check ${codeMarkup(waiver.check)}${optional('location', waiver.location)}${optional('actual', waiver.actual)}${optional('message', waiver.message)}</p>
${waiver.problem ? html`<p class="error"><b>To fix:</b> ${safeText(waiver.problem.message, 1000)}</p>` : noMarkup}</div>
`,
  );
  const size = `${count(waivers.length, 'entry', 'entries')}, ${count(casesIn(groups), 'case')}`;
  return [{ id: 'waivers', title: 'Waivers', size, content: [entries, covered] }];
}

const optional = (name: string, value: string | undefined): Content =>
  value === undefined ? noMarkup : [` · ${name} `, codeMarkup(value)];

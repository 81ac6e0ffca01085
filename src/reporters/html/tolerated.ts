import type { RunResult } from '../../model/result.ts';
import { ownMember } from '../../util/plain-object.ts';
import { count } from '../../util/text.ts';
import { casesOf, describeReceived, groupBy, toleratingAmbiguities } from '../queries.ts';
import { citationMarkup } from './findings.ts';
import { html, type Section } from './markup.ts';
import { caseIdList, sectionIfAny } from './section-parts.ts';
import { verdictMarkup } from './status.ts';

/** Answers that an ambiguity of the reference allows. */
export function toleratedSection(result: RunResult): Section[] {
  const cases = casesOf(result, 'tolerated');
  const groups = groupBy(cases, (one) => [toleratingAmbiguities(one), one.expect, describeReceived(one)]);
  const content = groups.map(
    (
      group,
    ) => html`<div class="item"><p>${verdictMarkup('tolerated')} expected ${group[0].expect}, received ${describeReceived(group[0])}</p>
${toleratingAmbiguities(group[0]).map((id) => citationMarkup(id, ownMember(result.ambiguities, id)))}
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

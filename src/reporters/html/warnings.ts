import type { RunResult } from '../../model/result.ts';
import { warnings } from '../queries.ts';
import { findingEvidence } from './findings.ts';
import { codeMarkup, html, type Section, safeText } from './markup.ts';
import { caseIdList, sectionIfAny } from './section-parts.ts';

/** Deviations from good practice that the reference does not require. */
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

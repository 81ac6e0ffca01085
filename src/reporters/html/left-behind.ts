import type { RunResult } from '../../model/result.ts';
import { longestReason } from '../../util/text.ts';
import { caseLink } from './causes.ts';
import { html, type Section, safeText } from './markup.ts';
import { sectionIfAny } from './section-parts.ts';

/** Resources that the run created and did not remove. */
export function leftBehindSection({ run }: RunResult): Section[] {
  const content = run.leftBehind.map(
    ({
      caseId,
      what,
      reason,
    }) => html`<div class="item"><p><b>${safeText(what)}</b> by ${caseLink({ id: caseId })}: ${safeText(reason, longestReason)}</p></div>
`,
  );
  return sectionIfAny({
    id: 'left-behind',
    title: 'Left behind on the target',
    size: String(content.length),
    content,
  });
}

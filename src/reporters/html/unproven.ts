import type { RunResult } from '../../model/result.ts';
import { unprovenOperations } from '../queries.ts';
import { html, type Section, safeText } from './markup.ts';
import { sectionIfAny } from './section-parts.ts';

/** Operations of which no valid request was accepted. */
export function unprovenSection(result: RunResult): Section[] {
  const content = unprovenOperations(result).map(
    (text) => html`<div class="item"><p>${safeText(text)}</p></div>
`,
  );
  return sectionIfAny({
    id: 'unproven',
    title: 'Refusals without a valid request that was accepted',
    size: String(content.length),
    content,
  });
}

import { shortList } from '../util/text.ts';
import type { Catalogue } from './catalogue.ts';
import { unusableText } from './select.ts';

/**
 * What the cases leave open: the operations that cannot be used; what of the others is not covered, such as all of it; the
 * codes that the document excludes. One sentence for each reason.
 */
export function gaps({ operations, unusable = [], notCovered = [] }: Catalogue): string[] {
  const reasons = new Map<string, string[]>();
  const add = (reason: string, what: string) => reasons.set(reason, [...(reasons.get(reason) ?? []), what]);
  for (const { id, responses, otherResponses, notes = [] } of operations.values()) {
    for (const note of notes) add(note, id);
    for (const [code, { excluded }] of [...responses, ...(otherResponses ?? [])])
      if (excluded !== undefined)
        add(`Excluded, because ${excluded.trim().replace(/\.$/, '')}.`, `${id}/${code}`);
  }
  return [
    ...unusable.map((operation) => unusableText(operation)),
    ...notCovered.map((what) => `Not covered: ${what}.`),
    ...[...reasons].map(([reason, ids]) => `${shortList(ids)}: ${reason}`),
  ];
}

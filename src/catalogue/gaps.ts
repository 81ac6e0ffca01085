import { shortList } from '../util/text.ts';
import type { Catalogue } from './catalogue.ts';
import { unusableText } from './select.ts';

/**
 * What the cases leave open: the operations that cannot be used; what of the others is not covered, such as all of it.
 * One sentence for each reason.
 */
export function gaps({ operations, unusable = [], notCovered = [] }: Catalogue): string[] {
  const notes = [...operations.values()].flatMap(({ id, notes: own = [] }) =>
    own.map((note) => [note, id] as const),
  );
  return [
    ...unusable.map((operation) => unusableText(operation)),
    ...notCovered.map((what) => `Not covered: ${what}.`),
    ...byReason(notes),
  ];
}

/** The codes that the document excludes, one sentence for each reason. A report lists them, too. */
export function exclusions({ operations }: Catalogue): string[] {
  const excluded = [...operations.values()].flatMap(({ id, responses, otherResponses = [] }) =>
    [...responses, ...otherResponses].flatMap(([code, { excluded: why }]) =>
      why === undefined
        ? []
        : [[`Excluded, because ${why.trim().replace(/\.$/, '')}.`, `${id}/${code}`] as const],
    ),
  );
  return byReason(excluded);
}

function byReason(found: readonly (readonly [reason: string, what: string])[]): string[] {
  const reasons = new Map<string, string[]>();
  for (const [reason, what] of found) reasons.set(reason, [...(reasons.get(reason) ?? []), what]);
  return [...reasons].map(([reason, ids]) => `${shortList(ids)}: ${reason}`);
}

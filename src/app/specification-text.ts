import { restoreRepeats, withoutRepeats } from '../util/repeats.ts';
import type { Specification } from './prepare-specification.ts';

/**
 * A specification as the build stores it (decision 0015): what the document repeats stands there once. Node reads text
 * faster, and keeps it in half of the room, if no character needs more than a byte.
 */
export function textOf(specification: Specification): string {
  const json = JSON.stringify({ ...specification, document: withoutRepeats(specification.document) });
  return json.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The specification of such a text. */
export function specificationIn(text: string): Specification {
  const specification: Specification = JSON.parse(text);
  restoreRepeats(specification.document);
  return specification;
}

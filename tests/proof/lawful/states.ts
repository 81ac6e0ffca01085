import { always } from '../proof/behaviours.ts';
import type { Variant } from './variant.ts';

/** The same states, set up by an endpoint that says more than its values. */

const answered = (name: string, sentence: string, stateAnswer: (body: string) => string): Variant => ({
  name: `states-${name}`,
  sentence,
  make: always({}),
  terms: { stateAnswer },
});

const more = { ok: true, note: null, details: { seconds: 2 }, steps: ['created'] };

export const states: readonly Variant[] = [
  answered('extra-members', 'Its state endpoint adds members that are no values.', (body) =>
    JSON.stringify({ ...more, ...JSON.parse(body) }),
  ),
  answered('in-words', 'Its state endpoint answers in words where it has no values.', (body) =>
    body === '{}' ? 'State is set up.' : body,
  ),
];

import { always, fault, isAction } from '../proof/behaviours.ts';
import { bodies } from './bodies.ts';
import { http } from './http.ts';
import { orders } from './orders.ts';
import { states } from './states.ts';
import { tolerated } from './tolerated.ts';
import type { Variant } from './variant.ts';

export type { Variant } from './variant.ts';

const plain: readonly Variant[] = [
  { name: 'reference', sentence: 'Is the reference implementation itself.', make: always({}) },
  {
    name: 'answers-nothing-else',
    sentence: 'Offers nothing but the action: an instance cannot be read.',
    make: always({ answer: (answer, asked) => (isAction(asked) ? answer : fault(404)) }),
  },
];

/** Every lawful variant, by kind. */
export const variantsByKind: Readonly<Record<string, readonly Variant[]>> = {
  'As it is': plain,
  'Orders of checks': orders,
  Bodies: bodies,
  HTTP: http,
  'Provider states': states,
  'What ambiguities tolerate': tolerated,
};

export const variants: readonly Variant[] = Object.values(variantsByKind).flat();

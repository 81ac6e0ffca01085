import type { Subject } from '../../proof/operations.ts';
import type { Deviant } from '../deviant.ts';
import { bodyDeviants } from './bodies.ts';
import { faultDeviants } from './faults.ts';
import { invariantDeviants } from './invariants.ts';
import { sideEffectDeviants } from './side-effects.ts';
import { statusDeviants } from './statuses.ts';

/** The deviants of one operation. */
export const deviantsOfOperation = (subject: Subject): readonly Deviant[] => [
  ...statusDeviants(subject),
  ...faultDeviants(subject),
  ...bodyDeviants(subject),
  ...invariantDeviants(subject),
  ...sideEffectDeviants(subject),
];

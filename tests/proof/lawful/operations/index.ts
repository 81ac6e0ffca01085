import type { Subject } from '../../proof/operations.ts';
import type { Variant } from '../variant.ts';
import { ambiguityVariants } from './ambiguities.ts';
import { bodyVariants } from './bodies.ts';
import { serviceVariants } from './services.ts';

/** Lawful variants of every operation but the deepest. */
export const variantsOfOperations = (subjects: readonly Subject[]): readonly Variant[] => [
  ...serviceVariants(subjects),
  ...bodyVariants(subjects),
  ...ambiguityVariants(subjects),
];

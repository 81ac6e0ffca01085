import type { Observation } from '../../src/checks/observation.ts';
import { instance } from './instance.ts';

/** Every observation. */
export const observations: readonly Observation[] = [instance];

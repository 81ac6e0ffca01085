import type { Observation } from '../../src/checks/observation.ts';
import { upgradeInstance } from './upgradeInstance.ts';

/** Every observation. */
export const observations: readonly Observation[] = [upgradeInstance];

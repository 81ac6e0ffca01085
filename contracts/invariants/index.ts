import type { Invariant } from '../../src/checks/invariants.ts';
import { upgradeInstance } from './upgradeInstance.ts';

/** Every invariant. */
export const invariants: readonly Invariant[] = [...upgradeInstance];

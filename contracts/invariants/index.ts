import type { Invariant } from '../../src/checks/invariants.ts';
import { catalogs } from './catalogs.ts';
import { instances } from './instances.ts';
import { upgradeInstance } from './upgradeInstance.ts';

/** Every invariant. */
export const invariants: readonly Invariant[] = [...upgradeInstance, ...instances, ...catalogs];

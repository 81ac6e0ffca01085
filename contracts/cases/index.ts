import type { Rows } from '../../src/catalogue/catalogue.ts';
import { resizes } from './actions.ts';
import { instances } from './instances.ts';
import { replication } from './replication.ts';
import { upgradeInstance } from './upgradeInstance.ts';

/** Every table of written cases. */
export const cases: readonly Rows[] = [upgradeInstance, ...resizes, ...instances, ...replication];

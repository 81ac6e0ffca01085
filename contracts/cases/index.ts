import type { Rows } from '../../src/catalogue/catalogue.ts';
import { upgradeInstance } from './upgradeInstance.ts';

/** Every table of written cases. */
export const cases: readonly Rows[] = [upgradeInstance];

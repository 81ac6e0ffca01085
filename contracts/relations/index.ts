import type { Relation } from '../../src/checks/relations.ts';
import { catalogs } from './catalogs.ts';
import { instances } from './instances.ts';

/** Every relation. */
export const relations: readonly Relation[] = [instances, ...catalogs];

import type { Relation } from '../../src/checks/relations.ts';

/** Every relation. */
export const relations: readonly Relation[] = [];

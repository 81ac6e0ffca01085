import { type Deviant, deviantsByKind } from '../deviants/index.ts';
import { deviantsOfOperation } from '../deviants/operations/index.ts';
import { relationDeviants } from '../deviants/operations/relations.ts';
import { type Unseen, unseen } from '../deviants/unseen.ts';
import { type Variant, variantsByKind } from '../lawful/index.ts';
import { variantsOfOperations } from '../lawful/operations/index.ts';
import { type Subject, shownBy, subjectsOf } from './operations.ts';
import { deepest, type Suite } from './suite.ts';

/** Every provider of the proof: the tables of the deepest operation, and what is made for the others. */
export interface Tables {
  readonly deviantsByKind: Readonly<Record<string, readonly Deviant[]>>;
  readonly variantsByKind: Readonly<Record<string, readonly Variant[]>>;
  readonly unseen: readonly Unseen[];
  readonly deviants: readonly Deviant[];
  readonly variants: readonly Variant[];
}

/** The tables, which depend on what the reference implementation shows: every thread of a proof is given the same. */
export function tablesFrom(suite: Suite, shown: Subject['shown']): Tables {
  const subjects = subjectsOf(suite, shown);
  const made = subjects.map((subject) => [subject.operation.id, deviantsOfOperation(subject)] as const);
  const deviants = {
    ...deviantsByKind,
    ...Object.fromEntries(made),
    'Between operations': relationDeviants(subjects),
  };
  const variants = { ...variantsByKind, 'Other operations': variantsOfOperations(subjects) };
  return {
    deviantsByKind: deviants,
    variantsByKind: variants,
    unseen,
    deviants: Object.values(deviants).flat(),
    variants: Object.values(variants).flat(),
  };
}

export const tablesOf = async (suite: Suite): Promise<Tables> => tablesFrom(suite, await shownBy(suite));

/** The operations that a provider differs in. */
export const operationsOf = ({ operations = [deepest] }: Pick<Deviant, 'operations'>): readonly string[] =>
  operations;

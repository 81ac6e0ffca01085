import type { Provider } from './behaviour.ts';
import { observe, type Proved, proveDeviant, proveVariant, type Results } from './prove.ts';
import type { Suite } from './suite.ts';
import type { Tables } from './tables.ts';

/** One provider to be run against, whichever sort it is of. */
export interface Task {
  readonly sort: keyof Results;
  readonly name: string;
  readonly prove: (suite: Suite) => Promise<Proved>;
}

/** How long a run takes compared with others: those that wait for time-outs, and those of many cases, come first. */
const lengthOf = ({ terms, operations = [], cases }: Provider): number =>
  (terms?.timeoutMs === undefined ? 0 : 1e6) + (cases?.length ?? 100 * operations.length);

const tasksOf = <T extends Provider>(
  sort: keyof Results,
  items: readonly T[],
  prove: (suite: Suite, item: T) => Promise<Proved>,
): (Task & { length: number })[] =>
  items.map((item) => ({
    sort,
    name: item.name,
    prove: (suite) => prove(suite, item),
    length: lengthOf(item),
  }));

/** Everything there is to run; the longest comes first, so that nobody waits for it at the end. */
export const allTasks = ({ deviants, variants, unseen }: Tables): readonly Task[] =>
  [
    ...tasksOf('deviants', deviants, (suite, item) => proveDeviant(suite, item)),
    ...tasksOf('variants', variants, proveVariant),
    ...tasksOf('unseen', unseen, observe),
  ].toSorted((a, b) => b.length - a.length);

/** Results in the order of the tables, whatever the order they came in. */
export function resultsOf(
  { deviants, variants, unseen }: Tables,
  proved: readonly (readonly [sort: keyof Results, proved: Proved])[],
): Results {
  const of = (sort: keyof Results, items: readonly Provider[]) => {
    const found = new Map(proved.filter(([own]) => own === sort).map(([, one]) => [one.name, one]));
    return new Map(
      items.flatMap(({ name }) => {
        const one = found.get(name);
        return one ? [[name, one] as const] : [];
      }),
    );
  };
  return {
    deviants: of('deviants', deviants),
    variants: of('variants', variants),
    unseen: of('unseen', unseen),
  };
}

import { deviants } from '../deviants/index.ts';
import { unseen } from '../deviants/unseen.ts';
import { variants } from '../lawful/index.ts';
import type { Provider } from './behaviour.ts';
import type { Results } from './page.ts';
import { observe, type Proved, proveDeviant, proveVariant } from './prove.ts';
import type { Suite } from './suite.ts';

/** One provider to be run against, whichever sort it is of. */
export interface Task {
  readonly sort: keyof Results;
  readonly name: string;
  readonly prove: (suite: Suite) => Promise<Proved>;
}

const tasksOf = <T extends Provider>(
  sort: keyof Results,
  items: readonly T[],
  prove: (suite: Suite, item: T) => Promise<Proved>,
): (Task & { patient: boolean })[] =>
  items.map((item) => ({
    sort,
    name: item.name,
    prove: (suite) => prove(suite, item),
    patient: item.terms?.timeoutMs !== undefined,
  }));

/** Everything there is to run; what waits for time-outs comes first, so that nobody waits for it at the end. */
export const tasks: readonly Task[] = [
  ...tasksOf('deviants', deviants, (suite, item) => proveDeviant(suite, item)),
  ...tasksOf('variants', variants, proveVariant),
  ...tasksOf('unseen', unseen, observe),
].toSorted((a, b) => Number(b.patient) - Number(a.patient));

/** Results in the order of the tables, whatever the order they came in. */
export function resultsOf(proved: readonly (readonly [sort: keyof Results, proved: Proved])[]): Results {
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

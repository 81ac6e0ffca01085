import type { Make } from '../../proof/behaviour.ts';
import { at, bodied, fault, jsonOf, replacedAt } from '../../proof/behaviours.ts';
import { isOf, type Subject, statusesOf } from '../../proof/operations.ts';
import { checks, type Deviant } from '../deviant.ts';

/** Refusals of an operation that are carried out all the same: the instance then is what the operation makes of it. */

const other = 'd4603f69-ec7e-4e9b-803f-600b9205576f';

/** What each operation makes of an instance; undefined where it removes it. */
const effects: Readonly<Record<string, readonly [path: string, value: unknown] | undefined>> = {
  resizeInstance: ['flavor.id', '8'],
  resizeInstanceVolume: ['volume.size', 40],
  renameInstance: ['name', 'renamed'],
  updateInstance: ['configuration.id', other],
  detachReplica: ['replica_of', undefined],
  deleteInstance: undefined,
};

/** Once it has refused a request about an instance with the status, it shows the instance as the operation makes it. */
const carriedOut =
  ({ operation }: Subject, status: number): Make =>
  () => {
    const changed = new Set<string>();
    const effect = effects[operation.id];
    return {
      answer(answer, asked) {
        const id = /\/instances\/([^/?]+)/.exec(asked.path)?.[1] ?? '';
        if (isOf(operation, asked)) {
          if (answer.status === status) changed.add(id);
          return answer;
        }
        if (!changed.has(id) || at(jsonOf(answer), ['instance']) === undefined) return answer;
        if (!effect) return fault(404);
        const [path, value] = effect;
        return bodied(answer, replacedAt(jsonOf(answer), ['instance', ...path.split('.')], value));
      },
    };
  };

/** With others, the instance is not the caller's, or cannot be read at the time. */
const readable: ReadonlySet<number> = new Set([400, 401, 405, 415, 422]);

export function sideEffectDeviants(subject: Subject): Deviant[] {
  const { operation, cases } = subject;
  if (!Object.hasOwn(effects, operation.id)) return [];
  const statuses = statusesOf(subject).filter((status) => readable.has(status));
  return statuses.flatMap((status): Deviant[] => {
    // Others have an instance for themselves, which nothing reads again, or name none.
    const looked = cases.filter((item) => item.status === status && item.risk === 'if-deviant');
    if (looked.length === 0) return [];
    return [
      {
        name: `${operation.id}-${status}-carried-out`,
        sentence: `Carries out what it answers ${status}.`,
        status,
        check: checks.sideEffects,
        as: 'run',
        operations: [operation.id],
        cases: looked.map(({ id }) => id),
        make: carriedOut(subject, status),
      },
    ];
  });
}

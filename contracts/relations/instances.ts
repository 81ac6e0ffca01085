import type { Compared, Relation } from '../../src/checks/relations.ts';
import { atPath } from '../../src/util/json-pointer.ts';
import { idAt, listAt, stringAt } from '../invariants/reading.ts';

/** What only a request changes of an instance: its status, dates and used volume change by themselves. */
const membersOf = (instance: unknown): Readonly<Record<string, unknown>> => ({
  name: stringAt(instance, 'name'),
  'flavor.id': idAt(instance, 'flavor', 'id'),
  'volume.size': idAt(instance, 'volume', 'size'),
  'datastore.type': stringAt(instance, 'datastore', 'type'),
  'datastore.version': stringAt(instance, 'datastore', 'version'),
});

const select =
  (instances: (answer: unknown) => readonly unknown[]): Compared['select'] =>
  ({ answer }) =>
    new Map(
      instances(answer).flatMap((instance) => {
        const id = stringAt(instance, 'id');
        return id === undefined ? [] : [[id, membersOf(instance)] as const];
      }),
    );

/** A list shows what the instance itself shows. */
export const instances: Relation = {
  requirement: 'INSTANCE-SHOWN-ALIKE',
  severity: 'deviation',
  statement: 'Two answers show the same instance differently.',
  between: [
    { operationId: 'listInstances', status: 200, select: select((answer) => listAt(answer, 'instances')) },
    { operationId: 'listReplicas', status: 200, select: select((answer) => listAt(answer, 'instances')) },
    { operationId: 'getInstance', status: 200, select: select((answer) => [atPath(answer, 'instance')]) },
  ],
};

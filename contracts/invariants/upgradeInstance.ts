import type { Invariant } from '../../src/checks/invariants.ts';
import { atPath } from '../../src/util/json-pointer.ts';
import { difference, otherSelfLink, stringAt } from './reading.ts';

/** Relations that the 202 answer to an upgrade must keep. The schema covers malformed bodies. */

const accepted = { operationId: 'upgradeInstance', status: 202 } as const;

export const upgradeInstance: readonly Invariant[] = [
  {
    ...accepted,
    requirement: 'BODY-DATASTORE-ASKED',
    severity: 'deviation',
    pointer: '/instance/datastore/type',
    statement: 'The datastore type in the answer is not the one asked for.',
    compare: ({ answer, request }) =>
      // Types are written in lower case in requests and otherwise elsewhere (general page "Datastore types and versions").
      difference(
        stringAt(request, 'upgrade', 'datastore_type')?.toLowerCase(),
        stringAt(answer, 'instance', 'datastore', 'type')?.toLowerCase(),
      ),
  },
  {
    ...accepted,
    requirement: 'BODY-DATASTORE-ASKED',
    severity: 'deviation',
    pointer: '/instance/datastore/version',
    statement: 'The datastore version in the answer is not the one asked for.',
    compare: ({ answer, request }) =>
      difference(
        stringAt(request, 'upgrade', 'datastore_version'),
        stringAt(answer, 'instance', 'datastore', 'version'),
      ),
  },
  {
    ...accepted,
    requirement: 'BODY-SELF-LINK',
    severity: 'deviation',
    pointer: '/instance/links',
    statement: 'The self link does not end in the path of the instance in the body.',
    compare: ({ answer }) => otherSelfLink(atPath(answer, 'instance'), 'instances'),
  },
  {
    ...accepted,
    requirement: 'BODY-REPLICA-OF-ASKED',
    severity: 'warning',
    pointer: '/instance/replica_of/id',
    statement: 'The instance in the answer is a replica of another instance than the upgraded one.',
    compare: ({ answer, values }) =>
      difference(values.instanceId, stringAt(answer, 'instance', 'replica_of', 'id')),
  },
];

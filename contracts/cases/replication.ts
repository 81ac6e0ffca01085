import type { Rows } from '../../src/catalogue/catalogue.ts';
import { absentId, newInstanceRows } from './instances.ts';
import { tolerating, withMember } from './with-member.ts';

/** What only the reference can state about replicas. */
const createReplica: Rows = {
  operationId: 'createReplica',
  rows: ({ value }) => [
    ...newInstanceRows(value),
    {
      slug: 'unknown-source',
      title: 'A source that does not exist is refused',
      subject: 'a source that does not exist',
      status: 404,
      tolerates: tolerating('AMB-UNKNOWN-REFERENCE', 400, 422),
      requirements: ['REPLICA-SOURCE'],
      request: withMember(value, ['instance', 'replica_of'], absentId),
    },
  ],
};

export const replication: readonly Rows[] = [createReplica];

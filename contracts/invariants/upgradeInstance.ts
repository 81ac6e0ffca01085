import type { Invariant } from '../../src/checks/invariants.ts';

/** Relations that the 202 answer of an upgrade keeps. A body that is malformed is the schema's matter. */

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
      overrides(
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
      overrides(
        stringAt(request, 'upgrade', 'datastore_version'),
        stringAt(answer, 'instance', 'datastore', 'version'),
      ),
  },
  {
    ...accepted,
    requirement: 'BODY-SELF-LINK',
    severity: 'deviation',
    pointer: '/instance/links',
    statement: 'The link to itself does not end in the path of the instance that the body describes.',
    compare({ answer }) {
      const id = stringAt(answer, 'instance', 'id');
      if (id === undefined) return undefined;
      const end = `/instances/${id}`;
      const other = selfLinks(at(answer, 'instance', 'links')).find((href) => !href.endsWith(end));
      return other === undefined ? undefined : { expected: `a link that ends in ${end}`, actual: other };
    },
  },
  {
    ...accepted,
    requirement: 'BODY-REPLICA-OF-ASKED',
    severity: 'warning',
    pointer: '/instance/replica_of/id',
    statement: 'The instance in the answer is a replica of another than the one upgraded.',
    compare: ({ answer, values }) =>
      overrides(values.instanceId, stringAt(answer, 'instance', 'replica_of', 'id')),
  },
];

function overrides(expected: string | undefined, actual: string | undefined) {
  return expected === undefined || actual === undefined || expected === actual
    ? undefined
    : { expected, actual };
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (parent, name) =>
      typeof parent === 'object' && parent !== null
        ? Object.getOwnPropertyDescriptor(parent, name)?.value
        : undefined,
    value,
  );
}

function stringAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === 'string' ? found : undefined;
}

/** Nothing says that there is only one. */
function selfLinks(links: unknown): string[] {
  return (Array.isArray(links) ? links : [])
    .filter((link) => stringAt(link, 'rel') === 'self')
    .flatMap((link) => stringAt(link, 'href') ?? []);
}

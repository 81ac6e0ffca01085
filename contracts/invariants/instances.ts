import type { Invariant, Mismatch } from '../../src/checks/invariants.ts';
import { atPath } from '../../src/util/json-pointer.ts';
import {
  difference,
  firstOf,
  hasList,
  hrefsOf,
  idAt,
  listAt,
  otherId,
  otherSelfLink,
  stringAt,
} from './reading.ts';

/** Relations that answers about instances must keep, to their request and within themselves. */

const deviation = { severity: 'deviation' } as const;

const listed = { operationId: 'listInstances', status: 200, ...deviation, pointer: '/instances' } as const;

const itemsOf = (answer: unknown): readonly unknown[] => listAt(answer, 'instances');
const idsOf = (answer: unknown): string[] => itemsOf(answer).flatMap((item) => stringAt(item, 'id') ?? []);

/** General page "Pagination": a link with `rel` next; OpenStack's services call the list `instances_links`. */
const nextOf = (answer: unknown): string | undefined =>
  ['links', 'instances_links'].flatMap((name) => hrefsOf(atPath(answer, name), 'next'))[0];

/** A list that nothing is left out of. */
const isWhole = (answer: unknown): boolean => hasList(answer, 'instances') && nextOf(answer) === undefined;

function markerIn(href: string): string | undefined {
  return URL.canParse(href, 'http://target') // A relative link is another finding.
    ? (new URL(href, 'http://target').searchParams.get('marker') ?? undefined)
    : undefined;
}

const lists: readonly Invariant[] = [
  {
    ...listed,
    requirement: 'LIST-SHOWS-INSTANCE',
    statement: 'The list of the account has no instance with the id that the request was made with.',
    compare: ({ answer, query, values: { instanceId } }) => {
      const ids = idsOf(answer);
      const isAsked = instanceId !== undefined && Object.keys(query).length === 0;
      if (!isAsked || !isWhole(answer) || ids.some((id) => !otherId(instanceId, id))) return undefined;
      return { expected: instanceId, actual: `${ids.length} other instances` };
    },
  },
  {
    ...listed,
    requirement: 'LIST-LIMIT',
    statement: 'The list has more items than its request asked for.',
    compare: ({ answer, query: { limit } }) => {
      const { length } = itemsOf(answer);
      return /^[1-9]\d*$/.test(limit ?? '') && length > Number(limit)
        ? { expected: `at most ${limit}`, actual: String(length) }
        : undefined;
    },
  },
  {
    ...listed,
    requirement: 'LIST-MARKER',
    statement: 'The list has an item that is not behind its marker.',
    compare: ({ answer, query: { marker } }) => {
      const early = marker && idsOf(answer).find((id) => id.toLowerCase() <= marker.toLowerCase());
      return early ? { expected: `ids after ${marker}`, actual: early } : undefined;
    },
  },
  {
    ...listed,
    requirement: 'LIST-ORDER',
    statement: 'The items of the list are not in the order of their ids.',
    compare: ({ answer }) => {
      const ids = idsOf(answer).map((id) => id.toLowerCase());
      const after = ids.findIndex((id, index) => index > 0 && id < (ids[index - 1] ?? ''));
      return after < 0 ? undefined : { expected: `an id after ${ids[after - 1]}`, actual: ids[after] ?? '' };
    },
  },
  {
    ...listed,
    requirement: 'LIST-NEXT',
    pointer: '/links',
    statement: 'The link to the next part of the list does not begin after the last item of this one.',
    compare: ({ answer }) => {
      const next = nextOf(answer);
      const marker = next === undefined ? undefined : markerIn(next);
      if (next !== undefined && marker === undefined)
        return { expected: 'a link with a marker', actual: next };
      return otherId(idsOf(answer).at(-1), marker);
    },
  },
  {
    ...listed,
    requirement: 'LIST-NEXT',
    pointer: '/links',
    statement: 'The list shows one of several instances and has no link to the next.',
    compare: ({ answer, query: { limit } }) =>
      // Only asked for where a source and its replica exist: contracts/cases/instances.ts.
      limit === '1' && itemsOf(answer).length === 1 && nextOf(answer) === undefined
        ? { expected: 'a link with the relation next', actual: 'none' }
        : undefined,
  },
  {
    ...listed,
    requirement: 'LIST-REPLICAS',
    statement: 'A list without replicas shows one.',
    compare: ({ answer, query }) => {
      const replica = itemsOf(answer).find((item) => atPath(item, 'replica_of') !== undefined);
      return query.include_replicas === 'false' && replica !== undefined
        ? { expected: 'no member replica_of', actual: `one in ${idAt(replica, 'id')}` }
        : undefined;
    },
  },
  {
    ...listed,
    requirement: 'LIST-REPLICAS',
    statement: 'A list with replicas does not show both source and replica.',
    compare: ({ answer, query }) =>
      // As above: both exist.
      query.include_replicas === 'true' && isWhole(answer) && itemsOf(answer).length < 2
        ? { expected: 'a source and its replica', actual: String(itemsOf(answer).length) }
        : undefined,
  },
];

/** Every answer that shows an instance, or several. */
const shown: readonly (readonly [operationId: string, instances: (answer: unknown) => readonly unknown[]])[] =
  [
    ['listInstances', itemsOf],
    ['listReplicas', itemsOf],
    ...['getInstance', 'createInstance', 'createReplica'].map(
      (operationId) => [operationId, (answer: unknown) => [atPath(answer, 'instance')]] as const,
    ),
  ];

const selfLinks = shown.map(
  ([operationId, instances]): Invariant => ({
    operationId,
    status: 200,
    ...deviation,
    requirement: 'BODY-SELF-LINK',
    pointer: '',
    statement: 'The self link of an instance does not end in its path.',
    compare: ({ answer }) => firstOf(instances(answer), (item) => otherSelfLink(item, 'instances')),
  }),
);

/** What a request for a new instance asks for, and the answer shows otherwise. */
const asAsked: readonly (readonly [
  pointer: string,
  compare: (asked: unknown, made: unknown) => Mismatch | undefined,
])[] = [
  ['/name', (asked, made) => difference(stringAt(asked, 'name'), stringAt(made, 'name'))],
  // A flavor is asked for by its address or its id.
  [
    '/flavor/id',
    (asked, made) => difference(idAt(asked, 'flavorRef')?.split('/').at(-1), idAt(made, 'flavor', 'id')),
  ],
  ['/volume/size', (asked, made) => difference(idAt(asked, 'volume', 'size'), idAt(made, 'volume', 'size'))],
];

const creations = ['createInstance', 'createReplica'].flatMap((operationId) =>
  asAsked.map(
    ([pointer, compare]): Invariant => ({
      operationId,
      status: 200,
      ...deviation,
      requirement: 'CREATE-AS-ASKED',
      pointer: `/instance${pointer}`,
      statement: 'The new instance is not as it was asked for.',
      compare: ({ answer, request }) => compare(atPath(request, 'instance'), atPath(answer, 'instance')),
    }),
  ),
);

const others: readonly Invariant[] = [
  {
    operationId: 'getInstance',
    status: 200,
    ...deviation,
    requirement: 'GET-AS-ASKED',
    pointer: '/instance/id',
    statement: 'The answer shows another instance than the one in the path.',
    compare: ({ answer, values }) => otherId(values.instanceId, stringAt(answer, 'instance', 'id')),
  },
  {
    operationId: 'createReplica',
    status: 200,
    ...deviation,
    requirement: 'REPLICA-OF-ASKED',
    pointer: '/instance/replica_of/id',
    statement: 'The new instance is a replica of another source than the one asked for.',
    compare: ({ answer, request }) =>
      otherId(stringAt(request, 'instance', 'replica_of'), stringAt(answer, 'instance', 'replica_of', 'id')),
  },
  {
    operationId: 'listReplicas',
    status: 200,
    ...deviation,
    requirement: 'REPLICAS-OF-SOURCE',
    pointer: '/instances',
    statement: 'The list shows an instance that is a replica of another source.',
    compare: ({ answer, values }) =>
      firstOf(itemsOf(answer), (item) => otherId(values.instanceId, stringAt(item, 'replica_of', 'id'))),
  },
];

export const instances: readonly Invariant[] = [...lists, ...selfLinks, ...creations, ...others];

import type { Observation, Observed, Reading } from '../../src/checks/observation.ts';
import { atPath } from '../../src/util/json-pointer.ts';
import { scalarText } from '../../src/util/text.ts';

/** The status that both instances have after an upgrade, until the replica is detached (release notes). */
const afterUpgrade = 'VERIFY_UPGRADE';

/** A refused request leaves the instance as it was, and makes no replica of it. */
export const instance: Observation = {
  parameter: 'instanceId',
  requirement: 'REFUSED-WITHOUT-EFFECT',
  reads: {
    instance: { path: '/{version}/{accountId}/instances/{instanceId}', show: showInstance },
    instances: { path: '/{version}/{accountId}/instances', show: showList },
  },
  compare(before, after) {
    return [
      ...instanceFindings(before.instance, after.instance),
      ...replicaFindings(before.instances, after.instances),
    ];
  },
};

/** What an operation can change: the members of an instance, and what is read of each. */
const members: readonly (readonly [name: string, show: (instance: unknown) => unknown])[] = [
  [
    'datastore',
    (instance) =>
      ['type', 'version'].map((name) => scalarText(atPath(instance, 'datastore', name))).join(' '),
  ],
  ['name', (instance) => scalarText(atPath(instance, 'name'))],
  ['flavor', (instance) => scalarText(atPath(instance, 'flavor', 'id'))],
  ['volume', (instance) => scalarText(atPath(instance, 'volume', 'size'))],
  ['configuration', (instance) => scalarText(atPath(instance, 'configuration', 'id'))],
  ['replica_of', (instance) => scalarText(atPath(instance, 'replica_of', 'id'))],
];

function showInstance(body: unknown): unknown {
  const instance = atPath(body, 'instance');
  if (instance === undefined) return undefined;
  const shown = members.map(([name, show]) => [name, show(instance)] as const);
  return { ...Object.fromEntries(shown), status: scalarText(atPath(instance, 'status')) };
}

function instanceFindings(before: Reading | undefined, after: Reading | undefined): Observed[] {
  const [was, is] = [before?.shown, after?.shown];
  if (was !== undefined && is === undefined && after?.status === 404)
    return [carriedOut('/instance', 'the instance', 'none', 'it is gone')];
  if (was === undefined || is === undefined) {
    const why = unreadable(was === undefined ? before : after);
    return [
      note(`The instance could not be read (${why}), so it is unknown whether a refused request changed it.`),
    ];
  }
  const changed = members.flatMap(([name]) => {
    const [old, now] = [String(atPath(was, name)), String(atPath(is, name))];
    return old === now ? [] : [carriedOut(`/instance/${name}`, old, now, `its ${name} changed`)];
  });
  const [oldStatus, newStatus] = [atPath(was, 'status'), atPath(is, 'status')];
  return [...changed, ...(oldStatus === newStatus ? [] : [statusFinding(oldStatus, newStatus)])];
}

function statusFinding(oldStatus: unknown, newStatus: unknown): Observed {
  const [expected, actual] = [String(oldStatus), String(newStatus)];
  if (newStatus === afterUpgrade)
    return carriedOut('/instance/status', expected, actual, `its status became ${afterUpgrade}`);
  return note(`The status of the instance changed from ${expected} to ${actual} during the run.`);
}

function showList(body: unknown, { instanceId }: Readonly<Record<string, string>>): unknown {
  const list = atPath(body, 'instances');
  const replicas = (Array.isArray(list) ? list : [])
    .filter((item) => instanceId !== undefined && atPath(item, 'replica_of', 'id') === instanceId)
    .map((item) => scalarText(atPath(item, 'id')));
  // A list that comes in pages links to the next page, as in OpenStack.
  const links = ['links', 'instances_links'].flatMap((name) => atPath(body, name));
  return { replicas, whole: !links.some((link) => atPath(link, 'rel') === 'next') };
}

/** A target need not offer the list: the page of this action does not name it. */
function replicaFindings(before: Reading | undefined, after: Reading | undefined): Observed[] {
  const [was, is] = [before?.shown, after?.shown];
  if (was === undefined || is === undefined) {
    if (was === undefined && before?.unread === undefined) return [];
    const why = unreadable(was === undefined ? before : after);
    return [
      note(
        `The list of instances could not be read (${why}), so it is unknown whether a refused request made a replica.`,
      ),
    ];
  }
  const known = new Set(replicasIn(was));
  const fresh = replicasIn(is).filter((replica) => !known.has(replica));
  if (fresh.length === 0) return [];
  if (atPath(was, 'whole') !== true)
    return [
      note(
        'The list names a replica that the part read before did not name. It may have existed already, because the list came in pages.',
      ),
    ];
  return [
    carriedOut('/instances', 'no new replica of it', fresh.join(', '), 'a new instance is its replica'),
  ];
}

function replicasIn(shown: unknown): readonly unknown[] {
  const replicas = atPath(shown, 'replicas');
  return Array.isArray(replicas) ? replicas : [];
}

const unreadable = (reading: Reading | undefined): string =>
  reading?.unread ?? String(reading?.status ?? 'no answer');

function carriedOut(location: string, expected: string, actual: string, how: string): Observed {
  return {
    severity: 'deviation',
    location: `body ${location}`,
    expected,
    actual,
    message: `A refused request was carried out: ${how}.`,
  };
}

const note = (message: string): Observed => ({ severity: 'note', message });

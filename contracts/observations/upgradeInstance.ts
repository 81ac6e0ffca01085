import type { Observation, Observed, Reading } from '../../src/checks/observation.ts';

/** The status that both instances have after an upgrade, until the replica is detached (release notes). */
const afterUpgrade = 'VERIFY_UPGRADE';

/** A refused upgrade leaves the instance as it was, and makes no replica of it. */
export const upgradeInstance: Observation = {
  operationId: 'upgradeInstance',
  requirement: 'REFUSED-WITHOUT-EFFECT',
  reads: {
    instance: '/{version}/{accountId}/instances/{instanceId}',
    instances: '/{version}/{accountId}/instances',
  },
  compare(before, after, values) {
    return [
      ...instanceFindings(before.instance, after.instance),
      ...replicaFindings(before.instances, after.instances, values.instanceId),
    ];
  },
};

function instanceFindings(before: Reading | undefined, after: Reading | undefined): Observed[] {
  const [was, is] = [at(before?.body, 'instance'), at(after?.body, 'instance')];
  if (was === undefined || is === undefined) {
    const status = was === undefined ? before?.status : after?.status;
    return [
      note(
        `The instance could not be read (${status ?? 'no answer'}), so whether a refused upgrade changed it was not seen.`,
      ),
    ];
  }
  const [oldDatastore, newDatastore] = [datastoreOf(was), datastoreOf(is)];
  const [oldStatus, newStatus] = [at(was, 'status'), at(is, 'status')];
  return [
    ...(oldDatastore === newDatastore
      ? []
      : [carriedOut('/instance/datastore', oldDatastore, newDatastore, 'its datastore changed')]),
    ...(oldStatus === newStatus ? [] : [statusFinding(oldStatus, newStatus)]),
  ];
}

function statusFinding(oldStatus: unknown, newStatus: unknown): Observed {
  const [expected, actual] = [String(oldStatus), String(newStatus)];
  if (newStatus === afterUpgrade)
    return carriedOut('/instance/status', expected, actual, `its status became ${afterUpgrade}`);
  return note(`The status of the instance changed from ${expected} to ${actual} during the run.`);
}

/** A list that is not offered is no fault: the page of this action does not name it. */
function replicaFindings(
  before: Reading | undefined,
  after: Reading | undefined,
  id: string | undefined,
): Observed[] {
  const known = new Set(replicasOf(before, id));
  const fresh = replicasOf(after, id).filter((replica) => !known.has(replica));
  if (before?.body === undefined || fresh.length === 0) return [];
  if (!isWhole(before))
    return [
      note(
        'The list names a replica that its part read before did not. It may have been there already: the list came in pages.',
      ),
    ];
  return [
    carriedOut('/instances', 'no new replica of it', fresh.join(', '), 'a new instance is its replica'),
  ];
}

/** A list that comes in pages says in `links` where the next one is, as those of OpenStack do. */
function isWhole(list: Reading): boolean {
  const links = ['links', 'instances_links'].flatMap((name) => at(list.body, name));
  return !links.some((link) => at(link, 'rel') === 'next');
}

function replicasOf(reading: Reading | undefined, id: string | undefined): string[] {
  const list = at(reading?.body, 'instances');
  return (Array.isArray(list) ? list : [])
    .filter((item) => id !== undefined && at(item, 'replica_of', 'id') === id)
    .map((item) => String(at(item, 'id')));
}

function datastoreOf(instance: unknown): string {
  return `${at(instance, 'datastore', 'type')} ${at(instance, 'datastore', 'version')}`;
}

function carriedOut(location: string, expected: string, actual: string, how: string): Observed {
  return {
    severity: 'deviation',
    location: `body ${location}`,
    expected,
    actual,
    message: `A refused upgrade was carried out: ${how}.`,
  };
}

const note = (message: string): Observed => ({ severity: 'note', message });

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (parent, name) =>
      typeof parent === 'object' && parent !== null
        ? Object.getOwnPropertyDescriptor(parent, name)?.value
        : undefined,
    value,
  );
}

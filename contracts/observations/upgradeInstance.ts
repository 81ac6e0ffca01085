import type { Observation, Observed, Reading } from '../../src/checks/observation.ts';
import { atPath } from '../../src/util/json-pointer.ts';

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
  const [was, is] = [atPath(before?.body, 'instance'), atPath(after?.body, 'instance')];
  if (was === undefined || is === undefined) {
    const status = was === undefined ? before?.status : after?.status;
    return [
      note(
        `The instance could not be read (${status ?? 'no answer'}), so it is unknown whether a refused upgrade changed it.`,
      ),
    ];
  }
  const [oldDatastore, newDatastore] = [datastoreOf(was), datastoreOf(is)];
  const [oldStatus, newStatus] = [atPath(was, 'status'), atPath(is, 'status')];
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

/** A target need not offer the list: the page of this action does not name it. */
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
        'The list names a replica that the part read before did not name. It may have existed already, because the list came in pages.',
      ),
    ];
  return [
    carriedOut('/instances', 'no new replica of it', fresh.join(', '), 'a new instance is its replica'),
  ];
}

/** A list that comes in pages links to the next page, as in OpenStack. */
function isWhole(list: Reading): boolean {
  const links = ['links', 'instances_links'].flatMap((name) => atPath(list.body, name));
  return !links.some((link) => atPath(link, 'rel') === 'next');
}

function replicasOf(reading: Reading | undefined, id: string | undefined): string[] {
  const list = atPath(reading?.body, 'instances');
  return (Array.isArray(list) ? list : [])
    .filter((item) => id !== undefined && atPath(item, 'replica_of', 'id') === id)
    .map((item) => String(atPath(item, 'id')));
}

function datastoreOf(instance: unknown): string {
  return `${atPath(instance, 'datastore', 'type')} ${atPath(instance, 'datastore', 'version')}`;
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

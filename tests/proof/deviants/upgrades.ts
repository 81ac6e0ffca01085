import type { Answer, Asked, Make } from '../proof/behaviour.ts';
import { accepted, at, fault, isAction, jsonOf, memberOf } from '../proof/behaviours.ts';
import { askReference } from '../proof/service.ts';
import { checks, type Deviant } from './deviant.ts';

/** Documented upgrades refused, undocumented ones accepted, instances accepted that are not at rest. */

type Datastore = readonly [type: string, version: string];

/** What the reference implementation shows of the instance that is to be upgraded, and of those beside it. */
interface Scene {
  readonly instance: unknown;
  readonly instances: readonly unknown[];
  readonly asked: Datastore | undefined;
}

/** Alters the answers to actions whose scene passes the test. */
const inScene =
  (test: (scene: Scene) => boolean, alter: (answer: Answer, asked: Asked) => Answer): Make =>
  (reference) => {
    const read = async (asked: Asked, path: string) =>
      jsonOf(await askReference(reference, { ...asked, method: 'GET', path, body: Buffer.of() }));
    return {
      async answer(answer, asked) {
        if (!isAction(asked) || ![202, 422].includes(answer.status)) return answer;
        const path = asked.path.replace(/\/action$/, '');
        const instances = memberOf(await read(asked, path.replace(/\/[^/]*$/, '')), 'instances');
        const scene: Scene = {
          instance: memberOf(await read(asked, path), 'instance'),
          instances: Array.isArray(instances) ? instances : [],
          asked: askedFor(asked),
        };
        return test(scene) ? alter(answer, asked) : answer;
      },
    };
  };

function askedFor(asked: Asked): Datastore | undefined {
  const upgrade = memberOf(jsonOf(asked), 'upgrade');
  const [type, version] = [memberOf(upgrade, 'datastore_type'), memberOf(upgrade, 'datastore_version')];
  return typeof type === 'string' && typeof version === 'string' ? [type, version] : undefined;
}

const is = (instance: unknown, [type, version]: Datastore): boolean =>
  at(instance, ['datastore', 'type']) === type && at(instance, ['datastore', 'version']) === version;

const between =
  (from: Datastore, to: Datastore) =>
  ({ instance, asked }: Scene): boolean =>
    is(instance, from) && asked?.join() === to.join();

const documented: readonly (readonly [from: Datastore, to: Datastore])[] = [
  [
    ['mysql', '5.1'],
    ['mysql', '5.7'],
  ],
  [
    ['mysql', '5.6'],
    ['mysql', '5.7'],
  ],
  [
    ['mysql', '5.6'],
    ['mariadb', '10.4enc'],
  ],
  [
    ['mariadb', '10'],
    ['mariadb', '10.4'],
  ],
  [
    ['mariadb', '10.1'],
    ['mariadb', '10.4'],
  ],
  [
    ['mariadb', '10.4'],
    ['mariadb', '10.4enc'],
  ],
];

const words = (from: Datastore, to: Datastore) => `${from.join(' ')} to ${to.join(' ')}`;
const slug = (from: Datastore, to: Datastore) => words(from, to).replaceAll(' ', '-');

const refused = documented.map(([from, to]): Deviant => {
  return {
    name: `refuses-${slug(from, to)}`,
    sentence: `Refuses the documented upgrade from ${words(from, to)}.`,
    status: 202,
    check: checks.status,
    case: `202/${slug(from, to)}`,
    rule: 'accepted-examples',
    make: inScene(between(from, to), (answer) => (answer.status === 202 ? fault(422) : answer)),
  };
});

const undocumented: readonly (readonly [case_: string, from: Datastore, to: Datastore])[] = [
  ['same-version-mysql-5.7', ['mysql', '5.7'], ['mysql', '5.7']],
  ['same-version-mysql-5.6', ['mysql', '5.6'], ['mysql', '5.6']],
  ['same-version-mariadb-10.4', ['mariadb', '10.4'], ['mariadb', '10.4']],
  ['downgrade-mysql-5.7-to-5.6', ['mysql', '5.7'], ['mysql', '5.6']],
  ['downgrade-mysql-5.6-to-5.1', ['mysql', '5.6'], ['mysql', '5.1']],
  ['downgrade-mariadb-10.4-to-10.1', ['mariadb', '10.4'], ['mariadb', '10.1']],
  ['downgrade-mariadb-10.4enc-to-10.4', ['mariadb', '10.4enc'], ['mariadb', '10.4']],
  ['mysql-5.1-to-5.6', ['mysql', '5.1'], ['mysql', '5.6']],
  ['mysql-5.6-to-8.0', ['mysql', '5.6'], ['mysql', '8.0']],
  ['mysql-5.7-to-8.0', ['mysql', '5.7'], ['mysql', '8.0']],
  ['mysql-5.1-to-mariadb-10.4', ['mysql', '5.1'], ['mariadb', '10.4']],
  ['mysql-5.1-to-mariadb-10.4enc', ['mysql', '5.1'], ['mariadb', '10.4enc']],
  ['mysql-5.6-to-mariadb-10.4', ['mysql', '5.6'], ['mariadb', '10.4']],
  ['mysql-5.7-to-mariadb-10.4enc', ['mysql', '5.7'], ['mariadb', '10.4enc']],
  ['mysql-5.6-to-percona-5.7', ['mysql', '5.6'], ['percona', '5.7']],
  ['percona-5.6-to-5.7', ['percona', '5.6'], ['percona', '5.7']],
  ['percona-5.6-to-mysql-5.7', ['percona', '5.6'], ['mysql', '5.7']],
  ['mariadb-10-to-10.1', ['mariadb', '10'], ['mariadb', '10.1']],
  ['mariadb-10-to-10.4enc', ['mariadb', '10'], ['mariadb', '10.4enc']],
  ['mariadb-10.1-to-10.4enc', ['mariadb', '10.1'], ['mariadb', '10.4enc']],
  ['mariadb-10.4-to-mysql-5.7', ['mariadb', '10.4'], ['mysql', '5.7']],
];

const acceptedUpgrades = undocumented.map(([name, from, to]): Deviant => {
  return {
    name: `accepts-${name}`,
    sentence: `Accepts an upgrade that is not documented, from ${words(from, to)}.`,
    status: 422,
    check: checks.status,
    case: `422/undocumented-${name}`,
    rule: 'rows',
    make: inScene(
      (scene) => between(from, to)(scene) && at(scene.instance, ['status']) === 'ACTIVE',
      (answer, asked) => (answer.status === 422 ? accepted(asked) : answer),
    ),
  };
});

const hasStatus =
  (status: string) =>
  ({ instance }: Scene): boolean =>
    at(instance, ['status']) === status;

const isReplica = ({ instance }: Scene): boolean => memberOf(instance, 'replica_of') !== undefined;
const isSource = ({ instance, instances }: Scene): boolean =>
  instances.some((one) => at(one, ['replica_of', 'id']) === memberOf(instance, 'id'));

const unprepared: readonly (readonly [slug: string, what: string, test: (scene: Scene) => boolean])[] = [
  ['verify-upgrade', 'an instance whose last upgrade is not verified', hasStatus('VERIFY_UPGRADE')],
  ['replicated-source', 'an instance that is a source', isSource],
  ['replicated-replica', 'an instance that is a replica', isReplica],
];

const acceptedInstances = unprepared.map(([name, what, test]): Deviant => {
  return {
    name: `accepts-${name}`,
    sentence: `Upgrades ${what}.`,
    status: 422,
    check: checks.status,
    case: `422/${name}`,
    make: inScene(test, (answer, asked) => (answer.status === 422 ? accepted(asked) : answer)),
  };
});

const busyStatuses = [
  'BACKUP',
  'BLOCKED',
  'BUILD',
  'CONVERT_TO_HA',
  'DELETION_PENDING',
  'DETACH_REPLICA',
  'ERROR',
  'FAILED',
  'REBOOT',
  'REPLICATION_ERROR',
  'RESIZE',
  'RESTART',
  'RESTART_REQUIRED',
  'SHUTDOWN',
];

/** That a busy instance is upgraded the reference allows; an internal error it does not. */
const failing = busyStatuses.map((status): Deviant => {
  const name = status.toLowerCase().replaceAll('_', '-');
  return {
    name: `fails-on-busy-${name}`,
    sentence: `Answers 500 for an instance in status ${status}.`,
    status: 422,
    check: checks.status,
    case: `422/busy-${name}`,
    make: inScene(
      (scene) => hasStatus(status)(scene) && !isReplica(scene) && !isSource(scene),
      (answer) => (answer.status === 422 ? fault(500) : answer),
    ),
  };
});

export const upgrades: readonly Deviant[] = [
  ...refused,
  ...acceptedUpgrades,
  ...acceptedInstances,
  ...failing,
];

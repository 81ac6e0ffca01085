import { upgradeInstance } from '../../../contracts/observations/upgradeInstance.ts';
import type { Readings } from '../../../src/checks/observation.ts';
import type { Severity } from '../../../src/model/result.ts';

const id = 'd4603f69-ec7e-4e9b-803f-600b9205576f';

interface Shown {
  readonly version?: string;
  readonly status?: string;
  /** Ids of instances that name this one as their source. */
  readonly replicas?: readonly string[] | null;
}

/** What the two GETs give; `null` replicas: the list is not offered. */
function readings({ version = '5.6', status = 'ACTIVE', replicas = [] }: Shown): Readings {
  const list = (replicas ?? []).map((replica) => ({ id: replica, replica_of: { id } }));
  return {
    instance: { status: 200, body: { instance: { id, status, datastore: { type: 'mysql', version } } } },
    instances:
      replicas === null
        ? { status: 404, body: undefined }
        : {
            status: 200,
            body: { instances: [{ id, status }, { id: 'other', replica_of: { id: 'x' } }, ...list] },
          },
  };
}

/** The same, the list being the first of several pages. */
const paged = (all: Readings): Readings => ({
  ...all,
  instances: {
    status: 200,
    body: { ...Object(all.instances?.body), links: [{ rel: 'next', href: 'http://a.test/?marker=x' }] },
  },
});

const gone: Readings = {
  instance: { status: 404, body: undefined },
  instances: { status: 404, body: undefined },
};

const table: readonly (readonly [
  name: string,
  before: Readings,
  after: Readings,
  expected: readonly (readonly [Severity, string])[],
])[] = [
  ['nothing changed', readings({}), readings({}), []],
  [
    'a datastore that changed',
    readings({}),
    readings({ version: '5.7' }),
    [['deviation', 'datastore changed']],
  ],
  [
    'a status VERIFY_UPGRADE',
    readings({}),
    readings({ status: 'VERIFY_UPGRADE' }),
    [['deviation', 'VERIFY_UPGRADE']],
  ],
  [
    'VERIFY_UPGRADE already before',
    readings({ status: 'VERIFY_UPGRADE' }),
    readings({ status: 'VERIFY_UPGRADE' }),
    [],
  ],
  ['another status', readings({}), readings({ status: 'BACKUP' }), [['note', 'from ACTIVE to BACKUP']]],
  ['a new replica', readings({}), readings({ replicas: ['new'] }), [['deviation', 'its replica']]],
  ['a replica that was there before', readings({ replicas: ['old'] }), readings({ replicas: ['old'] }), []],
  [
    'a replica that was on a later page before',
    paged(readings({})),
    readings({ replicas: ['old'] }),
    [['note', 'came in pages']],
  ],
  [
    'a new replica where the list came in pages only afterwards',
    readings({}),
    paged(readings({ replicas: ['new'] })),
    [['deviation', 'its replica']],
  ],
  ['a list that is not offered', readings({ replicas: null }), readings({ replicas: null }), []],
  [
    'a list that is offered only afterwards',
    readings({ replicas: null }),
    readings({ replicas: ['new'] }),
    [],
  ],
  ['no GET at all', gone, gone, [['note', 'could not be read (404)']]],
  ['an instance that is gone afterwards', readings({}), gone, [['note', 'could not be read (404)']]],
];

test.each(table)('%s', (_name, before, after, expected) => {
  const found = upgradeInstance.compare(before, after, { instanceId: id });
  expect(found.map(({ severity, message }) => [severity, message])).toEqual(
    expected.map(([severity, part]) => [severity, expect.stringContaining(part)]),
  );
});

test.each([[undefined], [null], ['text'], [[]], [{ instances: 'text', instance: [] }]])(
  'a body that is %j is no reason to fail',
  (body) => {
    const odd: Readings = { instance: { status: 200, body }, instances: { status: 200, body } };
    const severities = upgradeInstance.compare(odd, odd, { instanceId: id }).map(({ severity }) => severity);
    expect(severities).not.toContain('deviation');
  },
);

import { instance as observation } from '../../../contracts/observations/instance.ts';
import type { Look, Reading, Readings } from '../../../src/checks/observation.ts';
import type { Severity } from '../../../src/model/result.ts';

const id = 'd4603f69-ec7e-4e9b-803f-600b9205576f';

interface Shown {
  readonly version?: string;
  /** Other members of the instance. */
  readonly more?: object;
  readonly status?: string;
  /** Ids of instances that name this one as their source. */
  readonly replicas?: readonly string[] | null;
}

type Answers = Readonly<
  Record<'instance' | 'instances', Pick<Reading, 'status' | 'unread'> & { readonly body: unknown }>
>;

/** What is kept of two answers. */
const shown = ({ instance, instances }: Answers): Readings => ({
  instance: reading(instance, observation.reads.instance),
  instances: reading(instances, observation.reads.instances),
});

const reading = ({ body, ...answer }: Answers['instance'], look: Look | undefined): Reading => ({
  ...answer,
  shown: body === undefined ? undefined : look?.show(body, { instanceId: id }),
});

/** What the two GETs give; `null` replicas: the list is not offered. */
function answers({ version = '5.6', status = 'ACTIVE', replicas = [], more = {} }: Shown): Answers {
  const list = (replicas ?? []).map((replica) => ({ id: replica, replica_of: { id } }));
  return {
    instance: {
      status: 200,
      body: { instance: { id, status, datastore: { type: 'mysql', version }, ...more } },
    },
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
const paged = (all: Answers): Answers => ({
  ...all,
  instances: {
    status: 200,
    body: { ...Object(all.instances.body), links: [{ rel: 'next', href: 'http://a.test/?marker=x' }] },
  },
});

const gone: Answers = {
  instance: { status: 404, body: undefined },
  instances: { status: 404, body: undefined },
};

const unread = { status: 200, body: undefined, unread: 'too long' };

const table: readonly (readonly [
  name: string,
  before: Answers,
  after: Answers,
  expected: readonly (readonly [Severity, string])[],
])[] = [
  ['nothing changed', answers({}), answers({}), []],
  [
    'a datastore that changed',
    answers({}),
    answers({ version: '5.7' }),
    [['deviation', 'datastore changed']],
  ],
  [
    'a status VERIFY_UPGRADE',
    answers({}),
    answers({ status: 'VERIFY_UPGRADE' }),
    [['deviation', 'VERIFY_UPGRADE']],
  ],
  [
    'VERIFY_UPGRADE already before',
    answers({ status: 'VERIFY_UPGRADE' }),
    answers({ status: 'VERIFY_UPGRADE' }),
    [],
  ],
  ['another status', answers({}), answers({ status: 'BACKUP' }), [['note', 'from ACTIVE to BACKUP']]],
  ['a new replica', answers({}), answers({ replicas: ['new'] }), [['deviation', 'its replica']]],
  ['a replica that was there before', answers({ replicas: ['old'] }), answers({ replicas: ['old'] }), []],
  [
    'a replica that was on a later page before',
    paged(answers({})),
    answers({ replicas: ['old'] }),
    [['note', 'came in pages']],
  ],
  [
    'a new replica where the list came in pages only afterwards',
    answers({}),
    paged(answers({ replicas: ['new'] })),
    [['deviation', 'its replica']],
  ],
  ['a list that is not offered', answers({ replicas: null }), answers({ replicas: null }), []],
  ['a list that is offered only afterwards', answers({ replicas: null }), answers({ replicas: ['new'] }), []],
  ['no GET at all', gone, gone, [['note', 'could not be read (404)']]],
  [
    'an instance that is gone afterwards',
    answers({}),
    gone,
    [
      ['deviation', 'it is gone'],
      ['note', 'list of instances could not be read (404)'],
    ],
  ],
  [
    'a list that the suite does not read',
    { ...answers({}), instances: unread },
    { ...answers({}), instances: unread },
    [['note', 'list of instances could not be read (too long)']],
  ],
  [
    'a list that the suite does not read afterwards',
    answers({}),
    { ...answers({}), instances: unread },
    [['note', 'list of instances could not be read (too long)']],
  ],
];

test.each(table)('%s', (_name, before, after, expected) => {
  const found = observation.compare(shown(before), shown(after));
  expect(found.map(({ severity, message }) => [severity, message])).toEqual(
    expected.map(([severity, part]) => [severity, expect.stringContaining(part)]),
  );
});

/** What requests can change beside the datastore, and what says so. */
const changes: readonly (readonly [name: string, before: unknown, after: unknown])[] = [
  ['name', 'orders', 'invoices'],
  ['flavor', { id: 2, links: [] }, { id: '3', links: [] }],
  ['volume', { size: 2 }, { size: 3 }],
  ['configuration', { id: 'c-1' }, { id: 'c-2' }],
  ['configuration', undefined, { id: 'c-1' }],
  ['replica_of', { id: 'i-1' }, undefined],
];

test.each(changes)('a %s that changed from %j to %j', (name, before, after) => {
  const of = (member: unknown) => shown(answers({ more: { [name]: member } }));
  expect(observation.compare(of(before), of(after))).toMatchObject([
    {
      severity: 'deviation',
      location: `body /instance/${name}`,
      message: `A refused request was carried out: its ${name} changed.`,
    },
  ]);
  for (const same of [before, after]) expect(observation.compare(of(same), of(same))).toEqual([]);
});

test.each([
  ['an id as number and as text', { flavor: { id: 2 } }, { flavor: { id: '2' } }],
  ['what no request asks for', { hostname: 'a', updated: '1' }, { hostname: 'b', updated: '2' }],
  ['other parts of a member', { volume: { size: 2, used: 1 } }, { volume: { size: 2, used: 1.5 } }],
])('%s is no change', (_name, before, after) =>
  expect(observation.compare(shown(answers({ more: before })), shown(answers({ more: after })))).toEqual([]),
);

test('every change is said', () => {
  const all = { name: 'a', flavor: { id: 1 }, volume: { size: 1 } };
  const found = observation.compare(
    shown(answers({ more: all })),
    shown(answers({ version: '5.7', more: { name: 'b', flavor: { id: 2 }, volume: { size: 2 } } })),
  );
  expect(found.map(({ location }) => location)).toEqual(
    ['datastore', 'name', 'flavor', 'volume'].map((name) => `body /instance/${name}`),
  );
});

test.each([[undefined], [null], ['text'], [[]], [{ instances: 'text', instance: [] }]])(
  'a body that is %j is no reason to fail',
  (body) => {
    const odd: Answers = { instance: { status: 200, body }, instances: { status: 200, body } };
    const severities = observation.compare(shown(odd), shown(odd)).map(({ severity }) => severity);
    expect(severities).not.toContain('deviation');
  },
);

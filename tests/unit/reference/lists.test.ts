import { createReference } from '../../../src/reference/index.ts';
import { call, calling } from './call.ts';
import { member, origin } from './support.ts';

const ids = (body: unknown, list = 'instances'): string[] => {
  const items = member(body, list);
  return Array.isArray(items) ? items.map((item) => String(member(item, 'id'))) : [];
};

const nextOf = (body: unknown): string | undefined => {
  const links = member(body, 'links');
  if (links === undefined) return undefined;
  expect(links).toEqual([{ rel: 'next', href: expect.stringMatching(/./) }]);
  return String(member(links, '0', 'href'));
};

describe('pages of instances', () => {
  /** Follows the next links from a query; the ids of each page. */
  async function pages(query: string): Promise<string[][]> {
    const { send } = calling('the instance quota is used up');
    const seen: string[][] = [];
    let url: string | undefined = `/{version}/{accountId}/instances${query}`;
    while (url !== undefined) {
      const { status, body } = await send({ url });
      expect(status).toBe(200);
      seen.push(ids(body));
      url = nextOf(body)?.replace(origin, '');
    }
    return seen;
  }

  test.each([
    { query: '', sizes: [20, 5] },
    { query: '?limit=7', sizes: [7, 7, 7, 4] },
    { query: '?limit=5', sizes: [5, 5, 5, 5, 5] },
    { query: '?limit=20', sizes: [20, 5] },
    { query: '?limit=1000', sizes: [20, 5] },
    { query: '?limit=00012&include_ha=false', sizes: [12, 12, 1] },
    { query: '?marker=', sizes: [20, 5] },
  ])('"$query" gives $sizes', async ({ query, sizes }) => {
    const seen = await pages(query);
    expect(seen.map(({ length }) => length)).toEqual(sizes);
    expect(seen.flat()).toEqual([...new Set(seen.flat())].sort());
  });

  test('the next link keeps the query', async () => {
    const { send } = calling('the instance quota is used up');
    const { body } = await send({ path: '/instances?limit=2&include_replicas=false' });
    const query = new URL(nextOf(body) ?? '').searchParams;
    expect(Object.fromEntries(query)).toEqual({
      limit: '2',
      include_replicas: 'false',
      marker: ids(body).at(-1),
    });
  });

  test('a marker need not exist', async () => {
    const { send } = calling('an instance runs a datastore');
    expect(ids((await send({ path: '/instances?marker=0' })).body)).toHaveLength(1);
    expect(ids((await send({ path: '/instances?marker=zzz' })).body)).toEqual([]);
  });

  test.each([
    'limit=0',
    'limit=-1',
    'limit=x',
    'limit=1.5',
    'limit=',
    'include_replicas=maybe',
    'include_ha=',
  ])('%s is 400', async (query) => {
    const { send } = calling('an instance runs a datastore');
    expect((await send({ path: `/instances?${query}` })).status).toBe(400);
  });
});

test('replicas are listed, left out when asked for, and listed for their source', async () => {
  const { send, values } = calling('the instance is replicated', { role: 'source' });
  const all = await send({ path: '/instances' });
  expect(ids(all.body)).toHaveLength(2);
  expect(ids((await send({ path: '/instances?include_replicas=true' })).body)).toHaveLength(2);
  expect(ids((await send({ path: '/instances?include_replicas=False' })).body)).toEqual([values.instanceId]);
  const { body } = await send({ path: '/instances/{instanceId}/replicas' });
  const [replica = ''] = ids(body);
  expect(body).toMatchObject({ instances: [{ id: replica, replica_of: { id: values.instanceId } }] });
  expect((await send({ path: `/instances/${replica}/replicas` })).body).toEqual({ instances: [] });
});

test('a list and a read agree on every instance', async () => {
  const { send } = calling('the instance is replicated', { role: 'source' });
  const { body } = await send({ path: '/instances' });
  const instances = member(body, 'instances');
  for (const listed of Array.isArray(instances) ? instances : []) {
    const read = await send({ path: `/instances/${String(member(listed, 'id'))}` });
    expect(member(read.body, 'instance')).toMatchObject(listed);
  }
});

/** All links to itself in a body. */
function selfLinks(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const here = member(value, 'rel') === 'self' ? [String(member(value, 'href'))] : [];
  return [...here, ...Object.values(value).flatMap(selfLinks)];
}

test.each(['/flavors', '/datastores', '/datastores/mysql/versions', '/instances'])(
  'every self link of %s leads to what it is in',
  async (path) => {
    const reference = createReference();
    const { body } = await call(reference, { path });
    const links = new Set(selfLinks(body));
    expect(links.size).toBeGreaterThan(0);
    for (const href of links) {
      const answer = await call(reference, { url: href.replace(origin, '') });
      expect(answer.status).toBe(200);
      expect(selfLinks(answer.body)).toContain(href);
    }
  },
);

test('flavors have ids that are numbers, and 512 MB to 64 GB', async () => {
  const reference = createReference();
  const { body } = await call(reference, { path: '/flavors' });
  expect(body).toMatchObject({
    flavors: [512, 1024, 2048, 4096, 8192, 16_384, 32_768, 65_536].map((ram, index) => ({
      id: index + 1,
      ram,
    })),
  });
  for (const id of ['1', '1.9', '01'])
    expect((await call(reference, { path: `/flavors/${id}` })).body).toMatchObject({
      flavor: { id: 1, name: '512MB Instance', ram: 512 },
    });
});

test.each([
  ['mysql', ['5.1', '5.6', '5.7', '8.0'], '8.0'],
  ['percona', ['5.6', '5.7'], '5.7'],
  ['mariadb', ['10', '10.1', '10.4', '10.4enc'], '10.4'],
])('the datastore %s has versions %j', async (type, versions, defaultVersion) => {
  const reference = createReference();
  const { body } = await call(reference, { path: `/datastores/${type}` });
  const listed = member(body, 'datastore', 'versions');
  const named: { name: string; id: string }[] = Array.isArray(listed) ? listed : [];
  expect(named.map(({ name }) => name).sort()).toEqual([...versions].sort());
  expect(member(body, 'datastore', 'default_version')).toBe(
    named.find(({ name }) => name === defaultVersion)?.id,
  );
  for (const { name, id } of named) {
    const read = await call(reference, { path: `/datastores/${type}/versions/${name}` });
    expect(read.body).toMatchObject({ version: { id, name, datastore: member(body, 'datastore', 'id') } });
    const { body: flavors } = await call(reference, { path: `/datastores/${type}/versions/${id}/flavors` });
    expect(member(flavors, 'flavors')).toEqual(member(read.body, 'version', 'flavors'));
  }
});

test('versions say which are obsolete, replicated and encrypted', async () => {
  const { body } = await call(createReference(), { path: '/datastores' });
  const types = member(body, 'datastores');
  const versions: Readonly<Record<string, unknown>>[] = (Array.isArray(types) ? types : []).flatMap((type) =>
    Object(member(type, 'versions')),
  );
  const having = (name: string, value: boolean) =>
    versions.flatMap((version) => (version[name] === value ? String(version.name) : []));
  expect(having('deprecated', true)).toEqual(['5.1', '5.6', '5.6', '10', '10.1']);
  expect(having('replication_supported', false)).toEqual(['5.1']);
  expect(having('at_rest_encryption_supported', true)).toEqual(['10.4enc']);
});

test('versions are listed and read alike, with and without a slash', async () => {
  const reference = createReference();
  const version = {
    id: 'v1.0',
    status: 'CURRENT',
    updated: '2012-01-01T00:00:00Z',
    links: [{ rel: 'self', href: `${origin}/v1.0/` }],
  };
  expect((await call(reference, { url: '/' })).body).toEqual({ versions: [version] });
  for (const url of ['/v1.0', '/v1.0/', '/v1.0.json'])
    expect(await call(reference, { url })).toMatchObject({ status: 202, body: { version } });
});

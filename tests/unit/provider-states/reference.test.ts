import { datastoreParams, providerStates, type StateDefinition } from '../../../contracts/provider-states.ts';
import { type BuiltInTarget, startBuiltInTarget } from '../../../src/provider-states/reference.ts';

const { signal } = new AbortController();
const examples: Readonly<Record<string, string>> = {
  type: 'mysql',
  version: '5.6',
  status: 'BUILD',
  role: 'replica',
};

let builtIn: BuiltInTarget;

beforeAll(async () => {
  builtIn = await startBuiltInTarget();
});
afterAll(() => builtIn.driver.close());

const paramsOf = ({ params }: StateDefinition) =>
  Object.fromEntries([...datastoreParams, ...params].map((name) => [name, examples[name] ?? '']));

test('the built-in target listens, and says who calls it', async () => {
  expect(Object.keys(builtIn.values).sort()).toEqual(['accountId', 'token', 'version']);
  const { status } = await fetch(
    `${builtIn.url}/${builtIn.values.version}/${builtIn.values.accountId}/instances/x/action`,
    {
      method: 'POST',
      headers: { 'X-Auth-Token': builtIn.values.token ?? '', 'Content-Type': 'application/json' },
      body: '{"upgrade":{"datastore_type":"mysql","datastore_version":"5.7"}}',
    },
  );
  expect(status).toBe(404);
});

test.each(Object.entries<StateDefinition>(providerStates))(
  'it brings about: %s',
  async (name, definition) => {
    const params = paramsOf(definition);
    const setUp = await builtIn.driver.setUp({ name, params }, signal);
    expect(setUp).toMatchObject({ outcome: 'ready', values: { instanceId: expect.any(String) } });
    if (setUp.outcome !== 'ready') return;
    // The caller of a foreign instance keeps its own token.
    expect('token' in setUp.values).toBe(name !== 'the instance belongs to another account');
    const down = await builtIn.driver.tearDown({ name, params, values: setUp.values, created: [] }, signal);
    expect(down).toEqual({ outcome: 'done' });
  },
);

test.each([
  ['a datastore that does not exist', 'an instance runs a datastore', { type: 'oracle', version: '1' }],
  ['a status that is not busy', 'the instance is busy', { type: 'mysql', version: '5.6', status: 'ACTIVE' }],
  ['an unknown role', 'the instance is replicated', { type: 'mysql', version: '5.6', role: 'chief' }],
])('parameters that cannot be fail: %s', async (_name, name, params) =>
  expect(await builtIn.driver.setUp({ name, params }, signal)).toEqual({
    outcome: 'failed',
    reason: expect.stringMatching(/./),
  }),
);

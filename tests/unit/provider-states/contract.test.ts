import type { ProviderState } from '../../../src/model/provider-state.ts';
import { commandDriver } from '../../../src/provider-states/command.ts';
import type { Driver } from '../../../src/provider-states/driver.ts';
import { httpDriver } from '../../../src/provider-states/http.ts';
import { moduleDriver } from '../../../src/provider-states/module.ts';
import { ownValuesDriver } from '../../../src/provider-states/own-values.ts';
import { startBuiltInTarget } from '../../../src/provider-states/reference.ts';
import { staticDriver } from '../../../src/provider-states/static.ts';
import { serve } from '../../support/server.ts';

/** What every driver does alike. */

const known: ProviderState = {
  name: 'an instance runs a datastore',
  params: { type: 'mysql', version: '5.6' },
};
const unknown: ProviderState = { name: 'nobody knows this', params: {} };
const values = { accountId: '7', instanceId: 'i1', token: 'a-token', version: 'v1.0' };

interface Subject {
  readonly driver: Driver;
  /** True when it only gives out what others made. */
  readonly tearsNothingDown?: true;
  /** Ends what the test itself started. */
  end(): Promise<void>;
}

const subjects: Readonly<Record<string, () => Promise<Subject>>> = {
  async given() {
    const testableBy = () => 'something else';
    return {
      driver: ownValuesDriver({ states: [{ state: known, values }], testableBy }),
      end: async () => {},
    };
  },
  async http() {
    const server = await serve(({ body }) => {
      const { state, action } = JSON.parse(body);
      if (state !== known.name) return { status: 404 };
      return { status: 200, body: action === 'setup' ? JSON.stringify(values) : '' };
    });
    return { driver: httpDriver(`${server.url}/states`), end: () => server.close() };
  },
  async module() {
    const handler = { setup: () => values, teardown: () => {} };
    return { driver: moduleDriver('states.mjs', new Map([[known.name, handler]])), end: async () => {} };
  },
  async command() {
    const none = '{"notSupported":"A program has no \\"nobody knows this\\"."}';
    const command = `case "$(cat)" in *nobody*) echo '${none}' ;; *) echo '${JSON.stringify(values)}' ;; esac`;
    return { driver: commandDriver(command), end: async () => {} };
  },
  async static() {
    const driver = staticDriver([{ state: known, values }], 'something else');
    return { driver, tearsNothingDown: true, end: async () => {} };
  },
  async reference() {
    const { driver } = await startBuiltInTarget();
    return { driver, end: async () => {} };
  },
};

describe.each(Object.entries(subjects))('the driver %s', (_name, start) => {
  const { signal } = new AbortController();
  let subject: Subject;
  let driver: Driver;

  beforeEach(async () => {
    subject = await start();
    ({ driver } = subject);
    await driver.open(signal);
  });
  afterEach(async () => {
    await driver.close();
    await subject.end();
  });

  test('has a name for reports', () => expect(driver.name).toMatch(/^[a-z]+/));

  test('brings a known state about, with values that are texts', async () => {
    const setUp = await driver.setUp(known, signal);
    expect(setUp).toMatchObject({ outcome: 'ready', values: { instanceId: expect.stringMatching(/./) } });
    if (setUp.outcome !== 'ready') throw new Error(setUp.reason);
    // The reference implementation gives more: what other operations can use.
    expect(Object.keys(setUp.values)).toEqual(expect.arrayContaining(Object.keys(values)));
    for (const value of Object.values(setUp.values)) expect(value).toEqual(expect.stringMatching(/./));
    expect([undefined, 'instance', 'account', 'service']).toContain(setUp.scope);
  });

  test('says of an unknown state that it is not supported, and why', async () =>
    expect(await driver.setUp(unknown, signal)).toMatchObject({
      outcome: 'not-supported',
      reason: expect.stringMatching(/nobody knows this.*\.$/),
    }));

  test('tears a state down, also before all are set up', async () => {
    const first = await driver.setUp(known, signal);
    if (first.outcome !== 'ready') throw new Error(first.reason);
    const request = { ...known, values: first.values, created: [] };
    expect(await driver.tearDown(request, signal)).toEqual({
      outcome: subject.tearsNothingDown ? 'not-supported' : 'done',
    });
    expect(await driver.setUp(known, signal)).toMatchObject({ outcome: 'ready' });
  });

  test('serves several at once', async () => {
    const asked = [known, unknown, known, known].map((state) => driver.setUp(state, signal));
    const outcomes = (await Promise.all(asked)).map(({ outcome }) => outcome);
    expect(outcomes).toEqual(['ready', 'not-supported', 'ready', 'ready']);
  });

  test('leaves nothing open when closed, also twice', async () => {
    await driver.setUp(known, signal);
    await driver.close();
    await driver.close();
    await subject.end();
    subject = { driver, end: async () => {} };
    expect(await lingering()).toEqual([]);
  });
});

/** Servers, sockets and processes that keep this process alive, once those that are closing have closed. */
async function lingering(): Promise<string[]> {
  const kinds = /TCP|Pipe|Process|HTTP/;
  let left: string[] = [];
  for (let turn = 0; turn < 1000; turn += 1) {
    left = process.getActiveResourcesInfo().filter((kind) => kinds.test(kind) && !inherited.includes(kind));
    if (left.length === 0) return left;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return left;
}

/** What jest itself keeps open in this process. */
const inherited = process.getActiveResourcesInfo();

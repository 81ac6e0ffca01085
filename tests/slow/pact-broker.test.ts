import { mkdir, writeFile } from 'node:fs/promises';
import { readContract } from '../../src/pact/contract.ts';
import { atPath } from '../../src/util/json-pointer.ts';
import { count } from '../../src/util/text.ts';
import { type BrokerDouble, serveBroker } from '../proof/pact/broker-double.ts';
import { fault } from '../support/answers.ts';
import { closedAfterEach } from '../support/closing.ts';
import { committedContracts } from '../support/contracts.ts';
import { noCertificates } from '../support/no-certificates.ts';
import { serveReference, type Wrap } from '../support/reference-target.ts';
import { inNewDirectory, own, suite } from '../support/run.ts';
import { serve } from '../support/server.ts';
import { serveStates } from '../support/states.ts';

/** Publishing, by Pact's own command line, to a double of a broker. */

Object.assign(process.env, noCertificates);
const opened = closedAfterEach();
const contracts = committedContracts.map(({ text }) => text);
const consumers = committedContracts.map(({ consumer }) => consumer);
/** What is said of contracts that were published. */
const published = (version: string, url: string) =>
  `Published ${count(contracts.length, 'contract')} as version ${version} to ${url} (${consumers.join(', ')})\n`;
const idsIn = (all: readonly { readonly id: string }[]) => all.map(({ id }) => id).sort();

/** The results that a broker was sent for a consumer. */
const resultsOf = ({ calls }: BrokerDouble, consumer: string): readonly unknown[] =>
  calls.filter(({ line }) => line === `POST /results/${consumer}`).map(({ json }) => json);

/** What a broker was sent for all of them: whether all is well, and the id and result of each interaction. */
function sentResults(broker: BrokerDouble) {
  const sent = consumers.flatMap((consumer) => resultsOf(broker, consumer));
  const results = sent.flatMap((one) => [atPath(one, 'testResults')].flat());
  const idOf = (one: unknown) => String(atPath(one, 'interactionDescription')).replace(/:.*/s, '');
  const [good, bad] = [true, false].map((is) =>
    results.filter((one) => (atPath(one, 'success') === true) === is),
  );
  return {
    success: sent.every((one) => atPath(one, 'success') === true),
    count: results.length,
    good: (good ?? []).map(idOf),
    bad: (bad ?? []).map(idOf),
  };
}

const token = 'broker-token-0123456789';

describe('publish', () => {
  test('sends the contract, version, branch and tags, with the token', async () => {
    const broker = opened(await serveBroker());
    const options = ['--broker', broker.url, '--app-version', '1.2.3', '--branch', 'feat/x', '--tag', 'a,b'];
    const { code, out, err } = await suite(['publish', ...options], { env: { CLOUDDB_BROKER_TOKEN: token } });
    expect({ code, out }).toEqual({ code: 0, out: published('1.2.3 of feat/x', broker.url) });
    expect(out + err).not.toContain(token);
    expect(new Set(broker.calls.map(({ authorization }) => authorization))).toEqual(
      new Set([`Bearer ${token}`]),
    );
    const sent = broker.calls.filter(({ line }) => line === 'POST /contracts/publish');
    expect(sent.map(({ json }) => atPath(json, 'pacticipantName'))).toEqual(consumers);
    for (const [index, { json }] of sent.entries()) {
      const committed = committedContracts[index];
      expect(json).toMatchObject({ pacticipantVersionNumber: '1.2.3', branch: 'feat/x', tags: ['a', 'b'] });
      const [contract]: unknown[] = [atPath(json, 'contracts')].flat();
      expect(contract).toMatchObject({
        consumerName: committed?.consumer,
        providerName: 'cloud-databases',
        specification: 'pact',
        contentType: 'application/json',
      });
      const content = Buffer.from(String(atPath(contract, 'content')), 'base64').toString();
      expect(idsIn(readContract(content, 'published').interactions)).toEqual(
        idsIn(committed?.interactions ?? []),
      );
    }
  });

  test.each(committedContracts.slice(0, 2))(
    'sends the contract of $name alone where the scope is that tag',
    async (one) => {
      const broker = opened(await serveBroker());
      const options = ['--broker', broker.url, '--app-version', '1', '--operation', one.name];
      const { code, out } = await suite(['publish', ...options]);
      expect({ code, out }).toMatchObject({
        code: 0,
        out: expect.stringMatching(/^Published 1 contract as /),
      });
      expect(broker.calls.slice(1).map(({ json }) => atPath(json, 'pacticipantName'))).toEqual([
        one.consumer,
      ]);
    },
  );

  test('takes version and branch from git, and the rest from the config file', async () => {
    const broker = opened(await serveBroker());
    await inNewDirectory(async (file, cwd) => {
      const commit = '0123456789abcdef0123456789abcdef01234567';
      await mkdir(file('.git/objects'), { recursive: true });
      await mkdir(file('.git/refs/heads/feat'), { recursive: true });
      await writeFile(file('.git/HEAD'), 'ref: refs/heads/feat/y\n');
      await writeFile(file('.git/refs/heads/feat/y'), `${commit}\n`);
      const options = { broker: broker.url, brokerToken: token, tag: ['nightly'] };
      await writeFile(file('clouddb-conformance.config.json'), JSON.stringify(options));
      const { code, out } = await suite(['publish'], { cwd });
      expect({ code, out }).toEqual({ code: 0, out: published(`${commit} of feat/y`, broker.url) });
      expect(broker.calls[1]).toMatchObject({
        authorization: `Bearer ${token}`,
        json: { pacticipantVersionNumber: commit, branch: 'feat/y', tags: ['nightly'] },
      });
    });
  });

  test('that the broker refuses is an error', async () => {
    const broker = opened(await serveBroker({ taking: () => 401 }));
    const { code, err } = await suite(['publish', '--broker', broker.url, '--app-version', '1']);
    expect(code).toBe(4);
    expect(err).toContain(`The contract was not published to ${broker.url}`);
  });

  test.each([
    [['publish'], 'publish needs --broker'],
    [['verify', '--publish'], '--publish needs --broker'],
    [['verify', '--broker', 'http://broker.test'], '--broker needs --publish'],
    [['verify', '--publish', '--broker', 'http://broker.test', '--only', '404'], '--publish and --only'],
    [['verify', '--publish', '--broker', 'http://broker.test', '--plan'], '--publish and --plan'],
    [['publish', '--broker', ''], '--broker'],
    [['publish', '--broker', 'http://broker.test', '--operation', 'none'], 'names no operation'],
  ])('%j is wrong usage', async (argv, message) => {
    const { code, err } = await suite(argv);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});

test('a broker that variables name for other commands does not keep verify from going without', async () => {
  const env = { CLOUDDB_BROKER: 'http://broker.test', CLOUDDB_BROKER_TOKEN: token, CLOUDDB_BRANCH: 'main' };
  const { code, err } = await suite(['verify', '--only', '503'], { env });
  expect({ code, err }).toEqual({ code: 0, err: expect.not.stringContaining('roker') });
});

describe('verify --publish', () => {
  const publishing = (url: string) => [
    ...['--publish', '--broker', url, '--broker-token', token],
    ...['--app-version', 'abc', '--branch', 'main', '--tag', 'x'],
  ];

  test('publishes the result of every interaction, good where all is', async () => {
    const broker = opened(await serveBroker({ contracts }));
    const { code, err, out } = await suite(['verify', ...publishing(broker.url)]);
    expect({ code, err, out }).toEqual({
      code: 0,
      err: expect.stringContaining(
        `Published the result for version abc of main to ${broker.url} (${consumers.join(', ')})\n`,
      ),
      out: expect.stringContaining('documented codes conform'),
    });
    for (const { consumer, interactions } of committedContracts) {
      const [sent] = resultsOf(broker, consumer);
      expect(sent).toMatchObject({ providerApplicationVersion: 'abc', success: true });
      expect([atPath(sent, 'testResults')].flat()).toHaveLength(interactions.length);
    }
    const lines = broker.calls.map(({ line }) => line);
    expect(lines.filter((line) => line.startsWith('POST'))).toEqual(
      consumers.map((consumer) => `POST /results/${consumer}`),
    );
    const provider = '/pacticipants/cloud-databases';
    expect(lines).toEqual(
      expect.arrayContaining([
        `PUT ${provider}/branches/main/versions/abc`,
        `PUT ${provider}/versions/abc/tags/x`,
      ]),
    );
    expect(new Set(broker.calls.map(({ authorization }) => authorization))).toEqual(
      new Set([`Bearer ${token}`]),
    );
  });

  /** The contract that has the upgrade: the others take longer, and show no more. */
  const ofUpgrade = committedContracts.filter(({ interactions }) =>
    interactions.some(({ id }) => id.startsWith('upgradeInstance/')),
  );
  const scope = ['--operation', ofUpgrade.map(({ name }) => name).join(','), '--consent', 'destroy'];

  test('publishes what failed and what could not be set up as failed, of what was answered once', async () => {
    const broker = opened(await serveBroker({ contracts }));
    const target = opened(await serve(() => fault(404)));
    const states = opened(
      await serveStates(({ state }) =>
        state === 'no such instance'
          ? { status: 200, body: JSON.stringify({ instanceId: 'absent' }) }
          : { status: 404 },
      ),
    );
    const withoutInstance = own.args.slice(0, 4);
    const options = [
      '--target',
      target.url,
      ...withoutInstance,
      '--states',
      states.url,
      ...publishing(broker.url),
      ...scope,
    ];
    const { code, err } = await suite(['verify', ...options]);
    expect({ code, err }).toMatchObject({ code: 3, err: expect.stringContaining('Published the result') });
    const { success, good } = sentResults(broker);
    expect(success).toBe(false);
    expect(good.filter((id) => !/\/404\/(\w+-instance(-id)?|accept-anything)$/.test(id))).toEqual([]);
    const ofOne = good.filter((id) => id.startsWith('upgradeInstance/'));
    expect(ofOne).toEqual(['upgradeInstance/404/absent-instance', 'upgradeInstance/404/accept-anything']);
    // The target was asked for the verification alone, after the given values were tried.
    expect(target.received.map(({ method }) => method)).toEqual(['GET', ...good.map(() => 'POST')]);
    expect(JSON.stringify(broker.calls)).not.toContain(own.token);
  });

  const publishedOf = async (wrap: Wrap) => {
    const broker = opened(await serveBroker({ contracts }));
    const target = opened(await serveReference(wrap));
    const args = ['--target', target.url, '--states', target.states, ...own.args, ...scope];
    const { code, err } = await suite(['verify', ...args, ...publishing(broker.url)]);
    return { code, err, ...sentResults(broker) };
  };

  test('publishes a redirect as failed, although Pact would follow it to a better answer', async () => {
    const elsewhere = opened(await serve(() => fault(404)));
    const { code, success, bad } = await publishedOf(async (request, next) => {
      const answer = await next(request);
      const Location = `${elsewhere.url}/elsewhere`;
      return answer.status === 404 ? new Response(null, { status: 302, headers: { Location } }) : answer;
    });
    expect({ code, success }).toEqual({ code: 1, success: false });
    expect(bad).toContain('upgradeInstance/404/absent-instance');
    expect(elsewhere.received).toEqual([]);
  });

  test('publishes nothing of a strict interaction that does not apply, as it would fail a lawful target', async () => {
    const {
      code,
      err,
      success,
      count: sent,
      bad,
    } = await publishedOf(async (request, next) => {
      const answer = await next(request);
      if (answer.status !== 405) return answer;
      const { headers = {}, body } = fault(501);
      return new Response(request.method === 'HEAD' ? null : body, { status: 501, headers });
    });
    expect({ code, success, bad }).toEqual({ code: 0, success: true, bad: [] });
    const all = ofUpgrade.flatMap(({ interactions }) => interactions.map(({ id }) => id));
    expect(sent).toBe(all.filter((id) => !/\/405\/.*\.strict$/.test(id)).length);
    expect(err).toContain('without upgradeInstance/405/method-get.strict, which does not apply');
  });

  test('publishes the answer of each long text for itself', async () => {
    const { bad } = await publishedOf(async (request, next) => {
      const { length } = /"datastore_version":"(9*)/.exec(await request.clone().text())?.[1] ?? '';
      return length > 1000 ? new Response('{}', { status: 202 }) : next(request);
    });
    expect(bad).toEqual(['upgradeInstance/400/oversized-datastore-version']);
  });

  test('publishes what no report holds whole', async () => {
    const { code, success, bad } = await publishedOf(async (request, next) => {
      const answer = await next(request);
      const text = await answer.text();
      const long = text.replace(/"message":"/, `$&${'long '.repeat(20_000)}`);
      const { status, headers } = answer;
      headers.delete('content-length');
      return new Response(text === '' ? null : long, { status, headers });
    });
    expect({ code, success, bad }).toEqual({ code: 0, success: true, bad: [] });
  });

  test('that the broker does not take is an error, after the reports', async () => {
    const broker = opened(await serveBroker({ contracts, taking: () => 422 }));
    const { code, out, err } = await suite(['verify', ...publishing(broker.url), ...scope]);
    expect(code).toBe(4);
    expect(out).toContain('documented codes conform');
    expect(err).toContain('The result was not published');
  });

  test('without a version to publish as, sends nothing', async () => {
    const target = opened(await serve(() => fault(404)));
    await inNewDirectory(async (_file, cwd) => {
      const args = ['--target', target.url, ...own.args, '--publish', '--broker', 'http://broker.test'];
      const { code, err } = await suite(['verify', ...args], { cwd });
      expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('--app-version') });
    });
    expect(target.connections()).toBe(0);
  });

  test('publishes nothing of a verification that was interrupted', async () => {
    const broker = opened(await serveBroker({ contracts }));
    const stop = new AbortController();
    const target = opened(
      await serve(() => {
        stop.abort();
        return fault(404);
      }),
    );
    const args = ['--target', target.url, ...own.args, ...publishing(broker.url), ...scope];
    const { code, err } = await suite(['verify', ...args], { signal: stop.signal });
    expect({ code, err }).toEqual({ code: 130, err: expect.stringContaining('was not published') });
    expect(broker.calls).toEqual([]);
  });
});

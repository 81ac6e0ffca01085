import '../support/pact-variables.ts';
import { writeFile } from 'node:fs/promises';
import { publishContracts } from '../../src/app/publish-contracts.ts';
import { publishVerification } from '../../src/app/publish-verification.ts';
import { credentialValue } from '../../src/catalogue/case.ts';
import { runPact } from '../../src/pact/broker.ts';
import type { VerifiedCases } from '../../src/pact/replay-server.ts';
import { run } from '../../src/runner/run.ts';
import { KnownSecrets } from '../../src/secrets/known-secrets.ts';
import { atPath } from '../../src/util/json-pointer.ts';
import { type BrokerDouble, type BrokerOptions, serveBroker } from '../proof/pact/broker-double.ts';
import { type MachineContract, machineContracts } from '../proof/pact/machine-contracts.ts';
import { startVerifying, type Verifying } from '../proof/pact/verifying.ts';
import { closedAfterEach } from '../support/closing.ts';
import { key, machineCatalogue, machineService } from '../support/machines.ts';
import { noCertificates } from '../support/no-certificates.ts';
import { inNewDirectory } from '../support/run.ts';
import { runOptions } from '../support/runs.ts';
import { type Handler, serve } from '../support/server.ts';

/** Publishing several contracts, of a small document of several tags, to a double of a broker. */

Object.assign(process.env, noCertificates);
const opened = closedAfterEach();
let contracts: readonly MachineContract[];
let verifying: Verifying;

beforeAll(async () => {
  contracts = await machineContracts();
  verifying = await startVerifying({ catalogue: await machineCatalogue() }, contracts);
});
afterAll(() => verifying.close());

/** A service that answers one of the actions with the body of the other. */
const swapping: Handler = async (request) => {
  const answer = await machineService(request);
  return { ...answer, body: answer.body?.replace('stops', 'starts') ?? '' };
};

const consumers = ['visitor-actions', 'visitor-machines', 'visitor'];
const context = () => ({ secrets: new KnownSecrets(), signal: new AbortController().signal });
const version = { version: 'abc', branch: 'main' };

/** What a broker was sent at such a path, by the consumer. */
const sentTo = (
  { calls }: BrokerDouble,
  path: RegExp,
  consumerOf: (json: unknown, line: string) => unknown,
) =>
  new Map(
    calls.flatMap(({ line, json }) => (path.test(line) ? [[consumerOf(json, line), json] as const] : [])),
  );

const publishedContracts = (broker: BrokerDouble) =>
  sentTo(broker, /^POST \/contracts\/publish$/, (json) => atPath(json, 'pacticipantName'));
const publishedResults = (broker: BrokerDouble) =>
  sentTo(broker, /^POST \/results\//, (_, line) => line.split('/').at(-1));

describe('contracts', () => {
  /** Publishes them from files, in a folder whose name would be a pattern. */
  async function publish(broker: BrokerDouble) {
    const notes: string[] = [];
    return inNewDirectory(async (file) => {
      const files = contracts.map(({ name, consumer }) => ({ file: file(`[${name}].json`), consumer }));
      for (const [index, { text }] of contracts.entries()) await writeFile(files[index]?.file ?? '', text);
      const note = (text: string) => notes.push(text);
      return publishContracts(
        files,
        { url: broker.url, ...version, tags: [] },
        { cwd: '.', note, ...context() },
      );
    });
  }

  test('are published one by one, each under its consumer', async () => {
    const broker = opened(await serveBroker());
    expect(await publish(broker)).toBe(
      `Published 3 contracts as version abc of main to ${broker.url} (${consumers.join(', ')})\n`,
    );
    const sent = publishedContracts(broker);
    expect([...sent.keys()]).toEqual(consumers);
    for (const [consumer, json] of sent)
      expect(json).toMatchObject({ branch: 'main', contracts: [{ consumerName: consumer }] });
  });

  test('of which the broker refuses one: the others are published, and the message names both', async () => {
    const taking = (consumer: string) => (consumer === 'visitor-machines' ? 401 : 201);
    const broker = opened(await serveBroker({ taking }));
    await expect(publish(broker)).rejects.toMatchObject({
      kind: 'report',
      message: expect.stringMatching(
        /not published to \S+ for visitor-machines: [\s\S]*\nPublished only for visitor-actions, visitor\.$/,
      ),
    });
    expect([...publishedContracts(broker).keys()]).toEqual(consumers);
  });
});

describe('results', () => {
  async function verified(handler: Handler): Promise<VerifiedCases> {
    const { url } = opened(await serve(handler));
    const options = runOptions({ url, values: { [credentialValue]: key }, consent: 'destroy' });
    const { result } = await run(verifying.through(options));
    return { cases: result.cases, contents: new Map() };
  }

  async function publish(options: BrokerOptions, handler: Handler = machineService) {
    const broker = opened(await serveBroker(options));
    const publication = { broker: { url: broker.url, tags: [] }, published: version };
    const results = await verified(handler);
    const message = await publishVerification(contracts, results, publication, context()).catch(
      (error: Error) => error.message,
    );
    const sent = [...publishedResults(broker)].map(([consumer, json]) => [consumer, atPath(json, 'success')]);
    return { message, sent: Object.fromEntries(sent), broker };
  }

  const texts = () => contracts.map(({ text }) => text);

  test('are published for each consumer, with all of its interactions', async () => {
    const { message, sent, broker } = await publish({ contracts: texts() });
    expect(message).toContain(`(${consumers.join(', ')})`);
    expect(sent).toEqual({ 'visitor-actions': true, 'visitor-machines': true, visitor: true });
    for (const { consumer, interactions } of contracts) {
      const results = [atPath(publishedResults(broker).get(consumer), 'testResults')].flat();
      expect(results).toHaveLength(interactions.length);
    }
  });

  test('are bad for the consumer alone whose contract is broken', async () => {
    const { sent } = await publish({ contracts: texts() }, swapping);
    expect(sent).toEqual({ 'visitor-actions': false, 'visitor-machines': true, visitor: true });
  });

  test('of a contract that the broker lacks are an error, and the others are published', async () => {
    const without = contracts.filter(({ name }) => name !== 'machines').map(({ text }) => text);
    const { message, sent } = await publish({ contracts: without });
    expect(message).toMatch(/for visitor-machines: Pact's verifier found no contract there/);
    expect(message).toMatch(/\nPublished only for visitor-actions, visitor\.$/);
    expect(sent).toEqual({ 'visitor-actions': true, visitor: true });
  });

  test('let can-i-deploy answer for each consumer, and for all of them', async () => {
    const { broker } = await publish({ contracts: texts() }, swapping);
    const mayDeploy = async (...asked: readonly string[]) => {
      const named = asked.flatMap((consumer) => ['--pacticipant', consumer, '--latest']);
      const args = [
        ...['broker', 'can-i-deploy', '--pacticipant', 'cloud-databases', '--version', 'abc', ...named],
        ...['--broker-base-url', broker.url],
      ];
      const { code } = await runPact({ args, broker: { url: broker.url, tags: [] }, ...context() });
      return code === 0;
    };
    expect([
      await mayDeploy('visitor-actions'),
      await mayDeploy('visitor-machines'),
      await mayDeploy('visitor'),
      await mayDeploy('visitor-machines', 'visitor'),
      await mayDeploy(...consumers),
      await mayDeploy(),
    ]).toEqual([false, true, true, true, false, false]);
    const [all] = broker.calls.filter(({ line }) => consumers.every((one) => line.includes(`=${one}&`)));
    expect(all?.line).toMatch(/^GET \/matrix\?q\[\]\[pacticipant\]=cloud-databases&q\[\]\[version\]=abc&/);
  });
});

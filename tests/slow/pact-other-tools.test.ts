import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parties } from '../../src/app/pact.ts';
import { fault } from '../support/answers.ts';
import { closedAfterEach } from '../support/closing.ts';
import { committedContracts, committedInteractions as interactions } from '../support/contracts.ts';
import { noCertificates } from '../support/no-certificates.ts';
import { serveReference } from '../support/reference-target.ts';
import { serve } from '../support/server.ts';

/** The committed contracts in the hands of Pact's own tools, which know nothing of this suite. */

const opened = closedAfterEach();
const pact = join(__dirname, '../../node_modules/@pact-foundation/pact-cli/bin/pact.js');
const env = { PATH: process.env.PATH, PACT_DO_NOT_TRACK: 'true', ...noCertificates };

interface Ended {
  readonly code: number | null;
  readonly result: {
    readonly interactionResults: readonly { readonly description: string; readonly result: string }[];
  };
}

/** Pact's standalone verifier. */
async function verifier(target: string, states: string): Promise<Ended> {
  const directory = mkdtempSync(join(tmpdir(), 'clouddb-tools-'));
  const json = join(directory, 'result.json');
  const args = [
    ...['verifier', ...committedContracts.flatMap(({ file }) => ['--file', file])],
    ...['--provider-name', parties.provider, '--hostname', '127.0.0.1'],
    ...['--port', new URL(target).port, '--state-change-url', states, '--state-change-teardown'],
    ...['--json', json, '--loglevel', 'none'],
  ];
  try {
    const child = spawn(process.execPath, [pact, ...args], { env, stdio: 'ignore' });
    const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
    return { code, result: JSON.parse(readFileSync(json, 'utf8')) };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const failed = ({ result }: Ended) =>
  result.interactionResults
    .filter((one) => one.result !== 'OK')
    .map(({ description }) => description.split(':')[0]);

describe("Pact's standalone verifier", () => {
  // As \`serve --account … --token …\` does: what a state does not give is then the contract's example.
  const { accountId, token } = { accountId: '', token: '', ...parties.examples };

  test('verifies all of it against the reference implementation and its state endpoint', async () => {
    const target = opened(await serveReference(undefined, { accountId, token }));
    const ended = await verifier(target.url, target.states);
    expect(failed(ended)).toEqual([]);
    expect(ended.result.interactionResults).toHaveLength(interactions.length);
    expect(ended.code).toBe(0);
  });

  test('fails what does not accept a 404 against a target that answers nothing else', async () => {
    const reference = opened(await serveReference(undefined, { accountId, token }));
    const target = opened(await serve(() => fault(404)));
    const ended = await verifier(target.url, reference.states);
    expect(ended.code).toBe(1);
    const passed = ended.result.interactionResults.filter((one) => one.result === 'OK');
    const accepting = interactions.filter(({ interaction }) => {
      const { response } = JSON.parse(JSON.stringify(interaction));
      const [rule] = response.matchingRules?.status?.$.matchers ?? [];
      return (rule?.status ?? [response.status]).includes(404);
    });
    expect(passed.map(({ description }) => description).sort()).toEqual(
      accepting.map(({ description }) => description).sort(),
    );
  });
});

describe("Pact's stub server", () => {
  let stub: ChildProcess;
  // The program that was started has started another: both end with their group.
  afterEach(() => stub.pid !== undefined && process.kill(-stub.pid));

  test('answers as the contracts say', async () => {
    const port = await freePort();
    const files = committedContracts.flatMap(({ file }) => ['--file', file]);
    const args = ['stub', ...files, '--port', String(port), '--loglevel', 'none'];
    stub = spawn(process.execPath, [pact, ...args, '--provider-state', 'the token has expired'], {
      env,
      stdio: 'ignore',
      detached: true,
    });
    const url = `http://127.0.0.1:${port}/v1.0/1234/instances/x/action`;
    const response = await untilServed(() =>
      fetch(url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Accept: 'application/json', 'X-Auth-Token': 'any' },
        body: '{"upgrade":{"datastore_type":"mysql","datastore_version":"5.7"}}',
      }),
    );
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ unauthorized: { code: 401, message: expect.any(String) } });
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

/** The stub server says nowhere that it listens. */
async function untilServed(ask: () => Promise<Response>): Promise<Response> {
  for (;;) {
    const response = await ask().catch(() => undefined);
    if (response) return response;
    await delay(50);
  }
}

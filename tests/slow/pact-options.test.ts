import { writeFile } from 'node:fs/promises';
import tls from 'node:tls';
import type { Json } from '../../src/model/json.ts';
import { correctAnswer, fault } from '../support/answers.ts';
import { makeCertificates } from '../support/certificates.ts';
import { closedAfterEach } from '../support/closing.ts';
import { front } from '../support/front.ts';
import { serveProxy } from '../support/proxy.ts';
import { type ReferenceTarget, serveReference, type Wrap } from '../support/reference-target.ts';
import { caseOf, having, idsOf, inNewDirectory, own, type Reported, report } from '../support/run-deepest.ts';
import { serve } from '../support/server.ts';

/** `verify` heeds the options of `run`: with the same ones, both say the same of each case. */

const opened = closedAfterEach();
const certificates = makeCertificates();
const { file, text } = certificates;
afterAll(() => certificates.remove());

interface Surroundings {
  readonly argv: readonly string[];
  readonly config?: Readonly<Record<string, Json>>;
  readonly env?: Readonly<Record<string, string>>;
}

const instance = ['--instance', own.instanceId, '--datastore', 'mysql:5.6'];

/** A front end that lets only such requests pass. */
const behind =
  (opens: (request: Request) => boolean): Wrap =>
  async (request, next) =>
    opens(request) ? next(request) : new Response('Not like this.', { status: 418 });

const tlsFront = async ({ url }: ReferenceTarget, options: tls.TlsOptions) =>
  opened(await front(tls.createServer(options), 'secureConnection', Number(new URL(url).port)));

const situations: Readonly<Record<string, () => Promise<Surroundings>>> = {
  async 'the token of an identity service'() {
    const target = opened(await serveReference());
    const access = { token: { id: own.token, tenant: { id: own.accountId } } };
    const identity = opened(await serve(() => ({ status: 200, body: JSON.stringify({ access }) })));
    const auth = { type: 'keystone-v2', url: identity.url, username: 'demo', apiKey: 'api-key-0123456789' };
    return { argv: ['--target', target.url, ...instance], config: { auth } };
  },
  async 'the token of a command'() {
    const target = opened(await serveReference());
    const auth = { type: 'command', command: `echo ${own.token}` };
    return { argv: ['--target', target.url, '--account', own.accountId, ...instance], config: { auth } };
  },
  async 'a CA and a client certificate'() {
    const target = opened(await serveReference());
    const asking = { ca: text('ca.pem'), requestCert: true, rejectUnauthorized: true };
    const at = await tlsFront(target, { key: text('server.key'), cert: text('server.pem'), ...asking });
    const given = ['--ca', file('ca.pem'), '--cert', file('client.pem'), '--key', file('client.key')];
    return {
      argv: ['--target', `https://localhost:${at.port}`, '--states', target.states, ...own.args, ...given],
    };
  },
  async '--insecure'() {
    const target = opened(await serveReference());
    const at = await tlsFront(target, { key: text('other.key'), cert: text('other.pem') });
    return {
      argv: [
        '--target',
        `https://localhost:${at.port}`,
        '--states',
        target.states,
        ...own.args,
        '--insecure',
      ],
    };
  },
  async 'a proxy'() {
    const target = opened(await serveReference());
    const proxy = opened(await serveProxy());
    const env = { HTTP_PROXY: proxy.url };
    return { argv: ['--target', target.url, '--states', target.states, ...own.args], env };
  },
  async 'a header field that the target wants'() {
    const wanting = behind((request) => request.headers.get('x-gateway') === 'gateway-key-0123');
    const target = opened(await serveReference(wanting));
    const header = ['--header', 'X-Gateway: gateway-key-0123'];
    return { argv: ['--target', target.url, '--states', target.states, ...own.args, ...header] };
  },
  async 'a user agent that the target wants'() {
    const target = opened(await serveReference(behind(({ headers }) => headers.has('user-agent'))));
    return { argv: ['--target', target.url, '--states', target.states, ...own.args] };
  },
  async 'a base path'() {
    const below: Wrap = async (request, next) => {
      const { url, method, headers } = request;
      const body = /^(GET|HEAD)$/.test(method) ? null : await request.arrayBuffer();
      return next(new Request(url.replace('/gateway/', '/'), { method, headers, body }));
    };
    const target = opened(await serveReference(below));
    return { argv: ['--target', `${target.url}/gateway`, '--states', target.states, ...own.args] };
  },
  async 'consent to observe'() {
    const target = opened(await serveReference());
    return { argv: ['--target', target.url, ...own.args, '--consent', 'observe'] };
  },
  async 'consent to upgrade, in small steps'() {
    const target = opened(await serveReference());
    const pace = ['--rate', '500/s', '--concurrency', '1'];
    return { argv: ['--target', target.url, ...own.args, '--consent', 'change', ...pace] };
  },
  async 'values written down for states'() {
    const target = opened(await serveReference());
    const { instanceId } = own;
    const served = [{ params: { type: 'mysql', version: '5.6' }, values: { instanceId } }];
    const config = { stateValues: { 'an instance runs a datastore': served } };
    return { argv: ['--target', target.url, '--account', own.accountId, '--token', own.token], config };
  },
};

/** Verdicts by case; what the contract does not say is left out, as are interactions beside that of a case. */
function verdicts({ result }: Reported, ids: readonly string[]): readonly (readonly [string, string])[] {
  return result.cases.filter(({ id }) => ids.includes(id)).map(({ id, verdict }) => [id, verdict]);
}

test.each(Object.keys(situations))('%s', async (name) => {
  const commanded = async (command: string) => {
    const { argv, config = {}, env = {} } = (await situations[name]?.()) ?? { argv: [] };
    return inNewDirectory(async (path) => {
      await writeFile(path('config.json'), JSON.stringify(config));
      return report([command, ...argv, '--config', path('config.json')], { env });
    });
  };
  const ran = await commanded('run');
  const verified = await commanded('verify');
  const said = idsOf(verified.result.cases.filter(({ verdict }) => verdict !== 'not-selected'));
  const both = idsOf(ran.result.cases).filter((id) => said.includes(id));
  // Those that Pact cannot express are not in the contract.
  const omitted = /\/(without-accept|body-chunked|media-type-case)$/;
  expect(both).toEqual(idsOf(ran.result.cases).filter((id) => !omitted.test(id)));
  expect(having(verified.result, 'conforms').length).toBeGreaterThan(5);
  expect(verdicts(verified, both)).toEqual(verdicts(ran, both));
});

test('a waiver keeps a known deviation from failing the verification', async () => {
  const target = opened(await serve((request) => correctAnswer(404, request)));
  const id = 'upgradeInstance/401/credential-missing';
  await inNewDirectory(async (path) => {
    const waiver = {
      case: id,
      check: 'pact_verification',
      reason: 'Known.',
      owner: 'us',
      expires: '2999-01-01',
    };
    await writeFile(path('waivers.json'), JSON.stringify({ waivers: [waiver] }));
    const args = ['--target', target.url, ...own.args, '--only', id, '--waivers', path('waivers.json')];
    const { code, result } = await report(['verify', ...args]);
    expect(code).toBe(0);
    expect(caseOf(result, id)).toMatchObject({ verdict: 'deviates', waived: 'Known.' });
  });
});

test('an interruption leaves a report, and nothing that was not reached is green', async () => {
  const stop = new AbortController();
  const target = opened(
    await serve(() => {
      stop.abort();
      return fault(404);
    }),
  );
  const args = ['--target', target.url, ...own.args, '--concurrency', '1'];
  const { code, result } = await report(['verify', ...args], { signal: stop.signal });
  expect(code).toBe(130);
  expect(having(result, 'conforms', 'tolerated').length).toBeLessThan(2);
});

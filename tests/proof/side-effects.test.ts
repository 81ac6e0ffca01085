import type { Finding, RunResult } from '../../src/model/result.ts';
import { sideEffectsCheck } from '../../src/runner/observe.ts';
import { closedAfterEach } from '../support/closing.ts';
import { serveReference, type Wrap } from '../support/reference-target.ts';
import { caseOf, having, own, report } from '../support/run-deepest.ts';

/** The run's own instance is read before everything that is to be refused, and again after it. */

const opened = closedAfterEach();

/** What the target shows of the instance once it has refused an upgrade. */
interface Shown {
  readonly instance?: Readonly<Record<string, unknown>>;
  readonly instances?: readonly unknown[];
}

const isAction = ({ url }: Request) => url.endsWith('/action');

const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });

/** Shows something else of its instance once it has refused something. */
function showing(shown: Shown): Wrap {
  let refused = false;
  return async (request, next) => {
    const response = await next(request);
    if (isAction(request)) refused ||= response.status >= 400;
    if (isAction(request) || !refused || response.status !== 200) return response;
    const body: Record<string, unknown> = JSON.parse(await response.text());
    if (Array.isArray(body.instances))
      return json(200, { instances: [...body.instances, ...(shown.instances ?? [])] });
    return json(200, { instance: { ...Object(body.instance), ...shown.instance } });
  };
}

const replica = (of: string) => ({ id: '0a6a7a4c-3ad0-4b53-9d3d-7a52bd4bf6a1', replica_of: { id: of } });
const notFound = () => Promise.resolve(json(404, { itemNotFound: { code: 404, message: 'None.' } }));

/** A target without some reads. */
const without =
  (pattern: RegExp): Wrap =>
  (request, next) =>
    pattern.test(new URL(request.url).pathname) ? notFound() : next(request);

async function run(wrap: Wrap, options: readonly string[] = []) {
  const asked: string[] = [];
  const target = opened(
    await serveReference(async (request, next) => {
      const response = await wrap(request, next);
      asked.push(`${request.method} ${new URL(request.url).pathname} ${response.status}`);
      return response;
    }),
  );
  const { code, result, out } = await report(['--target', target.url, ...own.args, ...options]);
  return { code, result, out, asked };
}

const observed = ({ run: { findings } }: RunResult): readonly Finding[] =>
  findings.filter(({ check }) => check === sideEffectsCheck);

const conforming: Wrap = (request, next) => next(request);

const deviations: readonly (readonly [name: string, shown: Shown, says: RegExp])[] = [
  [
    'another datastore',
    { instance: { datastore: { type: 'mysql', version: '5.7' } } },
    /carried out: its datastore changed/,
  ],
  [
    'VERIFY_UPGRADE',
    { instance: { status: 'VERIFY_UPGRADE' } },
    /carried out: its status became VERIFY_UPGRADE/,
  ],
  [
    'a new instance that is its replica',
    { instances: [replica(own.instanceId)] },
    /carried out: a new instance is its replica/,
  ],
];

test.each(deviations)('%s after refusals is a deviation of the run', async (_name, shown, says) => {
  const { code, result, out } = await run(showing(shown));
  expect(code).toBe(1);
  expect(result.conclusion).toBe('deviates');
  expect(having(result, 'deviates')).toEqual([]);
  expect(observed(result)).toEqual([
    expect.objectContaining({
      severity: 'deviation',
      requirement: 'REFUSED-WITHOUT-EFFECT',
      message: expect.stringMatching(says),
    }),
  ]);
  expect(out).toMatch(says);
});

const notes: readonly (readonly [name: string, wrap: Wrap, says: readonly RegExp[]])[] = [
  ['nothing that changed', conforming, []],
  ['another status', showing({ instance: { status: 'BACKUP' } }), [/changed from ACTIVE to BACKUP/]],
  ['a new replica of another instance', showing({ instances: [replica('another')] }), []],
  ['no GET of an instance', without(/\/instances\/[^/]+$/), [/could not be read \(404\)/]],
  ['no list of instances', without(/\/instances$/), []],
  ['no GET at all', without(/\/instances(\/[^/]+)?$/), [/could not be read \(404\)/]],
];

test.each(notes)('%s is no deviation', async (_name, wrap, says) => {
  const { code, result } = await run(wrap);
  expect(code).toBe(3);
  expect(observed(result)).toEqual(
    says.map((message) =>
      expect.objectContaining({ severity: 'note', message: expect.stringMatching(message) }),
    ),
  );
  expect(having(result, 'deviates', 'errored', 'inconclusive')).toEqual([]);
});

describe('the order', () => {
  const isRead = (line: string) => line.startsWith('GET ') && !line.includes('/action');
  const path = `/v1.0/${own.accountId}/instances`;
  const reads = [`GET ${path}/${own.instanceId} 200`, `GET ${path} 200`];

  test.each(['observe', 'reject', 'change'])(
    'with --consent %s: read first, then after every refusal and before what is accepted',
    async (consent) => {
      const { asked, result } = await run(conforming, ['--consent', consent]);
      // The first one tries the given values.
      expect(asked.filter(isRead)).toEqual([reads[0], ...reads, ...reads]);
      expect(asked.slice(1, 3)).toEqual(reads);
      const again = asked.findLastIndex(isRead);
      const after = asked.slice(again + 1);
      const accepted = caseOf(result, 'upgradeInstance/202/mysql-5.6-to-mysql-5.7').verdict === 'conforms';
      expect(accepted).toBe(consent === 'change');
      expect(after.filter((line) => line.endsWith(' 202'))).toHaveLength(accepted ? 1 : 0);
      expect(asked.slice(0, again).filter((line) => line.endsWith(' 202'))).toEqual([]);
    },
  );

  test('no instance is read where none is given', async () => {
    const asked: string[] = [];
    const target = opened(
      await serveReference((request, next) => {
        asked.push(`${request.method} ${new URL(request.url).pathname}`);
        return next(request);
      }),
    );
    await report(['--target', target.url, '--account', own.accountId, '--token', own.token]);
    // The list tries the token and the account.
    expect(asked.filter(isRead)).toEqual([`GET /v1.0/${own.accountId}/instances`]);
  });

  test('nothing is found on the built-in target', async () => {
    const { result } = await report([]);
    expect(observed(result)).toEqual([]);
  });
});

describe('on the instances of provider states', () => {
  async function runWithStates(wrap: Wrap) {
    const target = opened(await serveReference(wrap));
    return report(['--target', target.url, ...own.args.slice(0, 4), '--states', target.states]);
  }

  test('a refused upgrade that is carried out all the same deviates, and the cases sent there are named', async () => {
    const { code, result } = await runWithStates(showing({ instance: { status: 'VERIFY_UPGRADE' } }));
    expect(code).toBe(1);
    expect(having(result, 'deviates')).toEqual([]);
    const first = observed(result).find(({ severity }) => severity === 'deviation');
    expect(first?.message).toMatch(
      /carried out: .* Sent to it in the state "an instance runs a datastore": upgradeInstance\//,
    );
  });

  test('nothing is found where nothing changed, and each is read in one pair', async () => {
    const reads = new Map<string, number>();
    const { code, result } = await runWithStates((request, next) => {
      const { pathname } = new URL(request.url);
      if (request.method === 'GET' && !isAction(request)) reads.set(pathname, (reads.get(pathname) ?? 0) + 1);
      return next(request);
    });
    expect(code).toBe(0);
    expect(observed(result)).toEqual([]);
    const instances = [...reads].filter(([path]) => /instances\/[^/]+$/.test(path));
    expect(instances.length).toBeGreaterThan(5);
    expect(new Set(instances.map(([, count]) => count))).toEqual(new Set([2]));
  });

  test('a target that cannot be read is noted once', async () => {
    const { code, result } = await runWithStates(without(/\/instances(\/[^/]+)?$/));
    expect(code).toBe(0);
    expect(observed(result)).toHaveLength(1);
    expect(observed(result)[0]).toMatchObject({ severity: 'note' });
  });
});

test('what an accepted request changed is the acceptance’s fault, and only noted', async () => {
  const { code, result } = await run(async (request, next) => {
    const type = request.headers.get('content-type');
    if (!isAction(request) || type !== 'text/plain') return next(request);
    const headers = new Headers([...request.headers, ['Content-Type', 'application/json']]);
    headers.set('Content-Type', 'application/json');
    return next(new Request(request.url, { method: request.method, headers, body: await request.text() }));
  });
  expect(code).toBe(1);
  expect(having(result, 'deviates').map(({ id }) => id)).toEqual([
    'upgradeInstance/415/media-type-text-plain',
  ]);
  expect(observed(result).map(({ severity }) => severity)).not.toContain('deviation');
  expect(observed(result).length).toBeGreaterThan(0);
});

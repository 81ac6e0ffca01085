import { createHash } from 'node:crypto';
import type { CaseResult } from '../../src/model/result.ts';
import { closedAfterEach } from '../support/closing.ts';
import { acting } from '../support/hostile-output.ts';
import { pump, rawHead, serveRaw } from '../support/raw.ts';
import { caseOf, having, idsOf, own, report } from '../support/run-deepest.ts';
import { serve } from '../support/server.ts';
import { hostile } from './hostile/rows.ts';

/** Targets that mean harm: the verdict is right, the run ends, and every report can be written and looked at. */

const opened = closedAfterEach();

const absent = 'upgradeInstance/404/absent-instance';

/** One case against a target. */
const one = (url: string, args: readonly string[] = []) =>
  report(['--target', url, '--account', own.accountId, '--token', own.token, '--only', absent, ...args]);

const toldOf = ({ reason, findings, exchanges }: CaseResult): string =>
  JSON.stringify({ reason, findings, errors: exchanges.map(({ error }) => error) });

const exitCodes = { conforms: 0, deviates: 1, errored: 3 };

test.each(hostile)('$name: $verdict', async ({ answer, verdict, says = /(?:)/, args = [] }) => {
  const target = opened(await serveRaw(answer));
  const { code, out, err, result, json } = await one(target.url, args);
  const item = caseOf(result, absent);
  expect([item.verdict, toldOf(item)]).toEqual([verdict, expect.stringMatching(says)]);
  expect({ code, err }).toEqual({ code: exitCodes[verdict], err: '' });
  expect(result.run.stopped).toBeUndefined();
  expect(acting.exec(json)).toBeNull();
  expect(acting.exec(out)).toBeNull();
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
});

test('a stored body is cut, with its full length and digest', async () => {
  const details = 'x\u00e9'.repeat(40_000);
  const body = JSON.stringify({ itemNotFound: { code: 404, message: 'none', details } });
  const target = opened(
    await serve(() => ({ status: 404, headers: { 'Content-Type': 'application/json' }, body })),
  );
  const { result } = await one(target.url);
  const item = caseOf(result, absent);
  expect(item.verdict).toBe('conforms');
  const recorded = item.exchanges[0]?.response?.body;
  expect(recorded).toEqual({
    bytes: Buffer.byteLength(body),
    sha256: createHash('sha256').update(body).digest('hex'),
    encoding: 'utf8',
    text: expect.any(String),
    truncated: true,
    textSha256: createHash('sha256')
      .update(recorded?.text ?? '')
      .digest('hex'),
  });
  expect(Buffer.byteLength(recorded?.text ?? '')).toBeLessThanOrEqual(16_384);
  expect(body.startsWith(recorded?.text ?? ' ')).toBe(true);
});

test('an answer may repeat a long request', async () => {
  const target = opened(
    await serve((request) => ({
      status: 400,
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ badRequest: { code: 400, message: `Not that: ${request.body}` } }),
    })),
  );
  const { result } = await report(['--target', target.url, ...own.args, '--only', '*oversized*']);
  expect(idsOf(having(result, 'conforms'))).toContain('upgradeInstance/400/oversized-datastore-version');
  expect(having(result, 'errored')).toEqual([]);
});

describe.each([301, 302, 303, 307, 308, 300, 304])('a redirect with %i', (status) => {
  test('is a deviation with its location as evidence, and is not followed', async () => {
    const other = opened(await serve(() => ({ status: 404 })));
    const location = `${other.url}/elsewhere?token=${own.token}`;
    const target = opened(await serve(() => ({ status, headers: { Location: location } })));
    const { code, out, result } = await one(target.url);
    expect(code).toBe(1);
    const { findings, exchanges } = caseOf(result, absent);
    const shown = `${other.url}/elsewhere?token=$CLOUDDB_TOKEN`;
    expect(findings).toContainEqual(
      expect.objectContaining({ severity: 'deviation', actual: `${status}, Location: ${shown}` }),
    );
    expect(exchanges[0]?.response?.headers).toContainEqual(['Location', shown]);
    expect(out).toContain(`${status}, Location: ${shown}`);
    expect(other.connections()).toBe(0);
  });
});

test('a redirect of everything, also of what is read beside the cases, leads nowhere', async () => {
  const other = opened(await serve(() => ({ status: 404 })));
  const target = opened(await serve(() => ({ status: 307, headers: { Location: `${other.url}/` } })));
  const { result } = await report([
    '--target',
    target.url,
    ...own.args,
    '--consent',
    'change',
    '--wait',
    '5',
  ]);
  expect(having(result, 'conforms', 'tolerated')).toEqual([]);
  expect(other.connections()).toBe(0);
});

test('a run against a target that never ends an answer ends at --max-time', async () => {
  const target = opened(
    await serveRaw((socket) => {
      socket.write(rawHead(['Content-Type: application/json']));
      const timer = setInterval(() => socket.write(' '), 20);
      socket.once('close', () => clearInterval(timer));
    }),
  );
  const { code, result } = await report(['--target', target.url, ...own.args, '--max-time', '1']);
  expect(code).toBe(3);
  expect(result.run.stopped).toContain('limit of 1 s');
  expect(having(result, 'conforms', 'tolerated', 'deviates')).toEqual([]);
});

describe('answers that belong to other requests (decision 0029)', () => {
  const answers = (status: number, name: string) => {
    const body = JSON.stringify({ [name]: { code: status, message: 'So it is.' } });
    return Buffer.concat([
      rawHead(['Content-Type: application/json', `Content-Length: ${body.length}`], `${status} So`),
      Buffer.from(body),
    ]);
  };
  const right = answers(404, 'itemNotFound');

  test('one that comes before every request is a deviation, and nothing is sent', async () => {
    const target = opened(
      await serveRaw(
        () => {},
        (socket) => socket.write(right),
      ),
    );
    const item = caseOf((await one(target.url)).result, absent);
    expect(item.verdict).toBe('deviates');
    expect(toldOf(item)).toContain('bytes before it was asked');
    expect(target.received()).toBe('');
  });

  test('one too many on kept-alive connections: no case is credited with it, and none is blamed', async () => {
    const wrong = answers(401, 'unauthorized');
    let count = 0;
    const target = opened(
      await serveRaw((socket) => {
        count += 1;
        // As if the first request were answered twice: the second finds that answer, and its own comes later.
        if (count === 2) socket.write(right);
        setTimeout(() => socket.write(wrong), 10 * Math.min(count, 3));
      }),
    );
    const { result, code } = await report([
      ...['--target', target.url, ...own.args, '--concurrency', '1', '--no-preflight'],
    ]);
    const judged = having(result, 'conforms', 'tolerated', 'deviates');
    expect(judged.filter(({ exchanges }) => exchanges.at(-1)?.response?.status === 404)).toEqual([]);
    // None is in doubt where the answer was seen before the next request began: then the connection was dropped.
    for (const { reason } of having(result, 'inconclusive'))
      expect(reason).toContain('which answer belongs to which request on it is not known');
    expect(code).not.toBe(0);
  });
});

test('content without end after the answer to HEAD is a warning, as only HTTP forbids it', async () => {
  const target = opened(
    await serveRaw((socket) => {
      socket.write(rawHead(['Content-Type: application/json'], '405 No'));
      pump(socket, Buffer.alloc(65_536, 'x'));
    }),
  );
  const { result } = await report(['--target', target.url, ...own.args, '--only', '*method-head*']);
  const [head] = having(result, 'conforms');
  expect(head?.findings).toContainEqual(
    expect.objectContaining({ check: 'head_body_absence', severity: 'warning' }),
  );
});

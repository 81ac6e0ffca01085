import { once } from 'node:events';
import { createServer } from 'node:https';
import { directConnection } from '../../../src/http/connection.ts';
import { waitForTarget } from '../../../src/http/wait.ts';
import { SuiteError } from '../../../src/model/errors.ts';
import { type Certificates, makeCertificates } from '../../support/certificates.ts';
import { closedAfterEach } from '../../support/closing.ts';
import { serveProxy } from '../../support/proxy.ts';
import { closedPort, serve, serveSilence } from '../../support/server.ts';

/** A target is waited for until it gives any answer. */

const opened = closedAfterEach();
const never = new AbortController().signal;

test.each([200, 404, 503])(
  'which may be %i: it is asked once, for its root, without a token',
  async (status) => {
    const { url, received } = opened(await serve(() => ({ status })));
    await waitForTarget(url, 5, never, { ...directConnection, headers: [['X-Via', 'lab']] });
    expect(received).toEqual([
      { method: 'GET', path: '/', headers: expect.objectContaining({ 'x-via': 'lab' }), body: '' },
    ]);
    expect(received[0]?.headers).toMatchObject({ connection: 'close' });
  },
);

test('it is asked again until it is there', async () => {
  let asked = 0;
  const { url } = opened(
    await serve(() => {
      asked += 1;
      // An answer whose length is given in two ways cannot be read.
      return {
        status: 200,
        headers: asked === 1 ? { 'Content-Length': '0', 'Transfer-Encoding': 'chunked' } : {},
      };
    }),
  );
  await waitForTarget(url, 5, never, directConnection);
  expect(asked).toBe(2);
});

test('it goes the way that the connection says', async () => {
  const proxy = opened(await serveProxy());
  const { url } = opened(await serve(() => ({ status: 200 })));
  await waitForTarget(url, 5, never, { ...directConnection, proxy: { url: proxy.url } });
  expect(proxy.asked).toHaveLength(1);
});

describe('with TLS', () => {
  let certificates: Certificates;
  beforeAll(() => {
    certificates = makeCertificates();
  });
  afterAll(() => certificates.remove());

  test('it is trusted as the connection says', async () => {
    const { text } = certificates;
    const server = createServer({ cert: text('server.pem'), key: text('server.key') }, (_, response) =>
      response.end(),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const url = `https://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    try {
      await waitForTarget(url, 5, never, { ...directConnection, tls: { ca: text('ca.pem') } });
      await expect(waitForTarget(url, 0.1, never, directConnection)).rejects.toThrow(
        /the certificate of the target was not accepted/,
      );
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});

const failing = async (waiting: Promise<void>): Promise<SuiteError> => {
  const error: unknown = await waiting.then(
    () => 'it was reached',
    (reason: unknown) => reason,
  );
  if (error instanceof SuiteError) return error;
  throw error;
};

test.each<[string, () => Promise<string>, string]>([
  [
    'nothing listens',
    async () => `http://127.0.0.1:${await closedPort()}`,
    'the target refused the connection (ECONNREFUSED)',
  ],
  ['nothing is answered', async () => opened(await serveSilence()).url, 'it gave no answer'],
])('where %s for so long, that is why', async (_name, target, why) => {
  const url = await target();
  const error = await failing(waitForTarget(url, 0.3, never, directConnection));
  expect(error).toMatchObject({
    kind: 'unreachable',
    message: `${url} did not answer within 0.3 s of --wait: ${why}.`,
    cause: { name: 'AbortError' },
  });
});

test('a run that is stopped waits no longer', async () => {
  const { url } = opened(await serveSilence());
  const stop = new AbortController();
  const waiting = failing(waitForTarget(url, 60, stop.signal, directConnection));
  stop.abort();
  expect(await waiting).toMatchObject({
    kind: 'unreachable',
    message: `${url} was not waited for any longer: the run was interrupted.`,
  });
});

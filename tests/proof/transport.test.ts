import net from 'node:net';
import { networkInterfaces } from 'node:os';
import tls from 'node:tls';
import { mayChange } from '../../src/catalogue/risk.ts';
import { documentedStatuses } from '../support/answers.ts';
import { makeCertificates } from '../support/certificates.ts';
import { closedAfterEach } from '../support/closing.ts';
import { front as serveFront } from '../support/front.ts';
import { serveProxy } from '../support/proxy.ts';
import { serveReference, type Wrap } from '../support/reference-target.ts';
import { having, own, type Reported, report, statusesThat, suite } from '../support/run-deepest.ts';
import { serveStates, statesOf } from '../support/states.ts';
import { schemaErrors } from '../unit/reporters/validity.ts';

/** The way to the target: TLS, proxies, IPv6, base paths, header fields, interim answers, idle connections. */

const opened = closedAfterEach();
const certificates = makeCertificates();
const { file, text } = certificates;
afterAll(() => certificates.remove());

const canary = 'CANARY-4711-in-no-report';
const canaryForms = [canary, encodeURIComponent(canary), Buffer.from(canary).toString('base64').slice(1, -4)];

/** The reference implementation, with its state endpoint on a server of its own that writes down what it gets. */
async function reference(wrap?: Wrap) {
  const target = opened(await serveReference(wrap));
  const states = opened(await serveStates(statesOf(target.reference)));
  const port = Number(new URL(target.url).port);
  return { target, states, port, args: [...own.args, '--states', states.url] };
}

const front = async (...to: Parameters<typeof serveFront>) => opened(await serveFront(...to));

const tlsFront = async (port: number, options: tls.TlsOptions = {}) =>
  front(
    tls.createServer({ key: text('server.key'), cert: text('server.pem'), ...options }),
    'secureConnection',
    port,
  );

function expectConformant({ code, err, result, json }: Reported): void {
  expect(having(result, 'deviates', 'errored').map(({ id, findings }) => [id, findings])).toEqual([]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(schemaErrors(json)).toEqual([]);
  expect(statusesThat(result, 'conforms')).toEqual(documentedStatuses);
  expect(result.conclusion).toBe('conformant');
}

const curlLines = ({ result }: Reported) =>
  result.cases.flatMap(({ exchanges }) => exchanges.map(({ curl }) => curl));

describe('TLS', () => {
  test('with a CA of its own and a client certificate', async () => {
    const { port, args } = await reference();
    const at = await tlsFront(port, { ca: text('ca.pem'), requestCert: true, rejectUnauthorized: true });
    const given = ['--ca', file('ca.pem'), '--cert', file('client.pem'), '--key', file('client.key')];
    const ended = await report(['--target', `https://localhost:${at.port}`, ...args, ...given]);
    expectConformant(ended);
    expect(ended.result.run.insecure).toBe(false);
    for (const line of curlLines(ended).filter((one) => !one.startsWith('#'))) {
      expect(line).toContain(`--cacert '${file('ca.pem')}' --cert '${file('client.pem')}' --key '`);
    }
  });

  test('a certificate that nobody vouches for ends the run before anything is sent', async () => {
    const { port, args } = await reference();
    const at = await tlsFront(port);
    const { code, err } = await suite(['--target', `https://localhost:${at.port}`, ...args]);
    expect(code).toBe(4);
    expect(err).toMatch(/has a certificate that is not accepted: .*give its CA \(--ca\)/);
  });

  test('--insecure takes it, and every report says so', async () => {
    const { port, args } = await reference();
    const at = await tlsFront(port);
    const argv = ['--target', `https://localhost:${at.port}`, ...args, '--insecure'];
    const ended = await report(argv, { withJunit: true });
    expectConformant(ended);
    expect(ended.result.run.insecure).toBe(true);
    expect(ended.out.split('\n')[0]).toContain('INSECURE: certificates were not verified');
    expect(ended.junit).toMatch(/<testsuites name="[^"]*INSECURE/);
    expect(curlLines(ended).every((line) => line.includes(' --insecure ') || line.startsWith('#'))).toBe(
      true,
    );
  });
});

describe('a proxy', () => {
  test('carries what goes to the target, and nothing else; its credentials stand nowhere', async () => {
    const { target, states, args, port } = await reference();
    const proxy = opened(await serveProxy());
    const HTTP_PROXY = proxy.url.replace('//', `//me:${canary}@`);
    const ended = await report(['--target', target.url, ...args, '--wait', '5'], {
      env: { HTTP_PROXY },
      withJunit: true,
    });
    expectConformant(ended);
    expect(new Set(proxy.asked.map((head) => head.split('\r\n')[0]))).toEqual(
      new Set([`CONNECT 127.0.0.1:${port} HTTP/1.1`]),
    );
    expect(proxy.asked[0]).toContain(Buffer.from(`me:${canary}`).toString('base64'));
    expect(states.received.length).toBeGreaterThan(0);
    for (const output of [ended.out, ended.err, ended.json, ended.junit, proxy.passed().toString('latin1')])
      for (const form of canaryForms) expect(output).not.toContain(form);
    expect(ended.result.run.options.HTTP_PROXY).toBe(proxy.url);
    expect(curlLines(ended)[0]).toContain(
      `--proxy '${proxy.url}' --proxytunnel --proxy-user "$CLOUDDB_PROXY_USER"`,
    );
  });

  test('carries TLS to an https target', async () => {
    const { port, args } = await reference();
    const at = await tlsFront(port);
    const proxy = opened(await serveProxy());
    const argv = ['--target', `https://localhost:${at.port}`, ...args, '--ca', file('ca.pem')];
    expectConformant(await report(argv, { env: { https_proxy: proxy.url } }));
    expect(proxy.asked[0]).toContain(`CONNECT localhost:${at.port} HTTP/1.1`);
    expect(proxy.passed().toString('latin1')).not.toContain('X-Auth-Token');
  });

  test('is left out where NO_PROXY says so', async () => {
    const { target, args } = await reference();
    const proxy = opened(await serveProxy());
    const env = { HTTP_PROXY: proxy.url, NO_PROXY: '.other.test,127.0.0.0/8' };
    expectConformant(await report(['--target', target.url, ...args], { env }));
    expect(proxy.asked).toEqual([]);
  });

  test('that wants credentials ends the run before anything is sent', async () => {
    const { target, args } = await reference();
    const proxy = opened(await serveProxy((client) => client.end('HTTP/1.1 407 No\r\n\r\n')));
    const { code, err } = await suite(['--target', target.url, ...args], {
      env: { HTTP_PROXY: proxy.url },
    });
    expect(code).toBe(4);
    expect(err).toContain(`the proxy ${proxy.url} wants a user name and a password (407)`);
  });

  test('that fails in between leaves cases errored, and none deviating', async () => {
    const { target, args } = await reference();
    let tunnels = 0;
    const proxy = opened(
      await serveProxy((client, carry) => {
        tunnels += 1;
        // Only the connection that is tried before the run.
        if (tunnels === 1) carry();
        else client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
      }),
    );
    const { code, result } = await report(['--target', target.url, ...args], {
      env: { HTTP_PROXY: proxy.url },
    });
    expect(code).toBe(3);
    expect(having(result, 'deviates')).toEqual([]);
    expect(having(result, 'errored').length).toBe(result.cases.length);
    expect(result.cases[0]?.reason).toContain(`the proxy ${proxy.url} answered 502 to CONNECT`);
  });
});

describe('--header', () => {
  /** A deviant: tells in every error what it was sent. */
  const indiscreet: Wrap = async (request, next) => {
    const answer = await next(request);
    if (answer.status === 202) return answer;
    const body = JSON.stringify({ heard: request.headers.get('x-key'), again: Buffer.from(canary) });
    return new Response(body, { status: answer.status, headers: { 'Content-Type': 'application/json' } });
  };

  test('goes to the target alone, and its value stands in no report', async () => {
    const { target, states, args } = await reference(indiscreet);
    const argv = ['--header', `X-Key: ${canary}`, '--header', 'X-Env: eu', '--public-header', 'X-Env'];
    const ended = await report(['--target', target.url, ...args, ...argv], { withJunit: true });
    expect(ended.code).toBe(1);
    for (const output of [ended.out, ended.err, ended.json, ended.junit])
      for (const form of canaryForms) expect(output).not.toContain(form);
    expect(states.received.filter(({ headers }) => 'x-key' in headers || 'x-env' in headers)).toEqual([]);

    const sent = ended.result.cases.flatMap(({ exchanges }) => exchanges);
    expect(sent.length).toBeGreaterThan(100);
    for (const { request, curl } of sent) {
      expect(request.headers.slice(-2)).toEqual([
        ['X-Key', '$CLOUDDB_HEADER_X_KEY'],
        ['X-Env', 'eu'],
      ]);
      if (!curl.startsWith('#')) expect(curl).toContain(`-H 'X-Key: '"$CLOUDDB_HEADER_X_KEY" -H 'X-Env: eu'`);
    }
    const [deviating] = having(ended.result, 'deviates');
    expect(deviating?.exchanges[0]?.response?.body?.text).toContain('"heard":"$CLOUDDB_HEADER_X_KEY"');
  });

  test('a short secret that was allowed is hidden in its own field', async () => {
    const { target, args } = await reference();
    const argv = ['--header', 'X-Key: qzxjv', '--allow-short-secrets', '--only', '*/405/*'];
    const ended = await report(['--target', target.url, ...args, ...argv], { withJunit: true });
    for (const output of [ended.out, ended.err, ended.json, ended.junit])
      expect(output).not.toContain('qzxjv');
    const [exchange] = having(ended.result, 'conforms')[0]?.exchanges ?? [];
    expect(exchange?.request.headers.at(-1)).toEqual(['X-Key', '$CLOUDDB_HEADER_X_KEY']);
  });

  test('may not take the place of the credential', async () => {
    const { target, args } = await reference();
    const { code, err } = await suite([
      '--target',
      target.url,
      ...args,
      '--header',
      'X-AUTH-TOKEN: 12345678',
    ]);
    expect(code).toBe(2);
    expect(err).toContain('--header must not give X-AUTH-TOKEN');
  });
});

describe('the address of the target', () => {
  /** A target under a path: anything else is not found. */
  const under =
    (prefix: string): Wrap =>
    async (request, next) => {
      const url = new URL(request.url);
      if (!url.pathname.startsWith(`${prefix}/`)) return new Response('outside', { status: 418 });
      url.pathname = url.pathname.slice(prefix.length);
      const init = { method: request.method, headers: request.headers };
      const body =
        request.method === 'GET' || request.method === 'HEAD' ? {} : { body: await request.arrayBuffer() };
      return next(new Request(url, { ...init, ...body }));
    };

  test.each(['', '/', '//'])('may have a base path, ending in "%s"', async (end) => {
    const { target, args } = await reference(under('/data/base%20s'));
    const ended = await report(['--target', `${target.url}/data/base%20s${end}`, ...args]);
    expectConformant(ended);
    const urls = ended.result.cases.map(({ exchanges }) => exchanges[0]?.request.url ?? '');
    expect(urls.every((url) => url.startsWith(`${target.url}/data/base%20s/`))).toBe(true);
  });

  const loopbacks = Object.values(networkInterfaces()).flatMap((list = []) => list);
  const testOverIpv6 = loopbacks.some(({ address }) => address === '::1') ? test : test.skip;

  testOverIpv6('may be one of IPv6 (skipped where there is no ::1), with a base path', async () => {
    const { port, args } = await reference(under('/base'));
    const at = await front(net.createServer(), 'connection', port, undefined, '::1');
    const url = `http://[::1]:${at.port}/base/`;
    const ended = await report(['--target', url, ...args, '--wait', '5']);
    expectConformant(ended);
    expect(ended.result.target.url).toBe(url.slice(0, -1));
    expect(ended.result.cases[0]?.exchanges[0]?.request.headers[0]).toEqual(['Host', `[::1]:${at.port}`]);

    const secure = await tlsFront(port);
    const relay = await front(net.createServer(), 'connection', secure.port, undefined, '::1');
    const argv = ['--target', `https://[::1]:${relay.port}/base`, ...args, '--ca', file('ca.pem')];
    expectConformant(await report(argv));
  });
});

describe('connections', () => {
  test('interim answers before the final one are lawful', async () => {
    const { port, args } = await reference();
    const interim =
      'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n';
    const at = await front(net.createServer(), 'connection', port, (client, target) => {
      client.pipe(target);
      target.on('data', (chunk: Buffer) => {
        const begins = chunk.subarray(0, 9).toString('latin1') === 'HTTP/1.1 ';
        client.write(begins ? Buffer.concat([Buffer.from(interim), chunk]) : chunk);
      });
    });
    expectConformant(await report(['--target', `http://127.0.0.1:${at.port}`, ...args]));
  });

  test('closed while idle: sent again once, and a change never', async () => {
    const { port, args } = await reference();
    const at = await front(net.createServer(), 'connection', port, (client, target) => {
      let requests = 0;
      client.on('data', (chunk: Buffer) => {
        if (/^[A-Z]+ [^ ]+ HTTP\/1\.1\r\n/.test(chunk.toString('latin1'))) requests += 1;
        // As if the second request had crossed with the end of the connection.
        if (requests > 1) client.destroy();
        else target.write(chunk);
      });
      target.pipe(client);
    });
    const ended = await report([
      ...['--target', `http://127.0.0.1:${at.port}`, ...args],
      ...['--concurrency', '1', '--state-concurrency', '1'],
    ]);
    expectConformant(ended);
    const { cases } = ended.result;
    const again = cases.filter(({ exchanges }) => exchanges.length > 1);
    expect(again.length).toBeGreaterThan(5);
    for (const { exchanges } of again) {
      expect(exchanges.map(({ attempt }) => attempt)).toEqual([1, 2]);
      expect(exchanges[0]?.error).toContain('closed while idle');
      expect(exchanges[1]?.request.headers).toContainEqual(['Connection', 'close']);
    }
    for (const { exchanges } of cases.filter(({ risk }) => mayChange(risk))) {
      expect(exchanges).toHaveLength(1);
      expect(exchanges[0]?.request.headers).toContainEqual(['Connection', 'close']);
    }
  });

  test('ended without an answer on its first request: nothing is sent twice, and it deviates', async () => {
    const { port, args } = await reference();
    let requests = 0;
    const at = await front(net.createServer(), 'connection', port, (client) => {
      client.once('data', (chunk: Buffer) => {
        // The run also reads its own instance, by GET.
        if (chunk.toString('latin1').startsWith('POST ')) requests += 1;
        client.destroy();
      });
    });
    const { result } = await report(['--target', `http://127.0.0.1:${at.port}`, ...args, '--only', '202']);
    expect(having(result, 'deviates').length).toBeGreaterThan(3);
    expect(result.cases.flatMap(({ exchanges }) => exchanges)).toHaveLength(requests);
    expect(result.cases.every(({ exchanges }) => exchanges.length <= 1)).toBe(true);
  });
});

describe('an answer to HEAD with content', () => {
  test('is a warning, even when the content comes later than the head', async () => {
    const { port, args } = await reference();
    const at = await front(net.createServer(), 'connection', port, (client, target) => {
      let method = '';
      client.on('data', (chunk: Buffer) => {
        method ||= chunk.toString('latin1').split(' ')[0] ?? '';
      });
      client.pipe(target);
      target.on('data', (chunk: Buffer) => {
        client.write(chunk, () => {
          if (method === 'HEAD') setImmediate(() => client.write('{"itemNotFound": {}}'));
        });
      });
    });
    const { result } = await report(['--target', `http://127.0.0.1:${at.port}`, ...args, '--only', '*head*']);
    const [head] = having(result, 'conforms');
    expect(head?.findings).toContainEqual(
      expect.objectContaining({ check: 'head_body_absence', severity: 'warning' }),
    );
  });
});

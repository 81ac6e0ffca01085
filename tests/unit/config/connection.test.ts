import { catalogueFor } from '../../../src/app/derive-catalogue.ts';
import { loadSpecification } from '../../../src/app/specification.ts';
import { checkHeaders } from '../../../src/config/headers.ts';
import { proxyFor } from '../../../src/config/proxy.ts';
import { SuiteError } from '../../../src/model/errors.ts';
import { makeCertificates, passphrase } from '../../support/certificates.ts';
import { directoryWith, parsed, refusal, run } from '../cli/support.ts';

const at = ['--target', 'https://target.test'];
const secret = 'S3cr3t-of-a-header';

describe('--header', () => {
  const added = async (...argv: string[]) => (await run([...at, ...argv])).connection;

  test('adds a field to every request, its value a secret', async () => {
    const { connection, given } = await run([...at, '--header', `X-Api-Key:  ${secret} `]);
    expect(connection.headers).toEqual([['X-Api-Key', secret]]);
    expect(connection.secrets).toEqual([
      { name: 'CLOUDDB_HEADER_X_API_KEY', value: secret, header: 'X-Api-Key' },
    ]);
    expect(given.header).toEqual(['X-Api-Key: $CLOUDDB_HEADER_X_API_KEY']);
  });

  test('may be public, by its name in any case', async () => {
    const argv = [...at, '--header', 'X-Env: staging, eu', '--header', `X-Key: ${secret}`];
    const { connection, given } = await run([...argv, '--public-header', 'x-env']);
    expect(connection.secrets.map(({ name }) => name)).toEqual(['CLOUDDB_HEADER_X_KEY']);
    expect(given.header).toEqual(['X-Env: staging, eu', 'X-Key: $CLOUDDB_HEADER_X_KEY']);
    expect(given.publicHeader).toEqual(['x-env']);
  });

  test('with a scheme hides what follows it, too', async () => {
    const { secrets } = await added('--header', `Authorization: Bearer ${secret}`);
    expect(secrets).toContainEqual({ name: 'CLOUDDB_HEADER_AUTHORIZATION_CREDENTIALS', value: secret });
  });

  test('with Basic hides the password, too', async () => {
    const { secrets } = await added('--header', `Authorization: Basic ${btoa(`me:${secret}`)}`);
    expect(secrets).toContainEqual({ name: 'CLOUDDB_HEADER_AUTHORIZATION_PASSWORD', value: secret });
    expect(secrets).toContainEqual({ name: 'CLOUDDB_HEADER_AUTHORIZATION_USER', value: `me:${secret}` });
  });

  test('of cookies hides the value of each', async () => {
    const { secrets } = await added('--header', `Cookie: a=accepted; sid=${secret}1;b = ${secret}=2`);
    expect(secrets.slice(1)).toEqual([
      { name: 'CLOUDDB_HEADER_COOKIE_2', value: `${secret}1` },
      { name: 'CLOUDDB_HEADER_COOKIE_3', value: `${secret}=2` },
    ]);
  });

  test('names that make one variable get two', async () => {
    const { secrets } = await added('--header', `X-A: ${secret}1`, '--header', `X_A: ${secret}2`);
    expect(secrets.map(({ name }) => name)).toEqual(['CLOUDDB_HEADER_X_A', 'CLOUDDB_HEADER_X_A_2']);
  });

  test('stands in its variable one on each line, and in a file in a list', async () => {
    const headers = [
      ['X-A', `a, ${secret}`],
      ['X-B', secret],
    ];
    const env = { CLOUDDB_HEADER: `X-A: a, ${secret}\nX-B: ${secret}\r\n` };
    expect((await run(at, env)).connection.headers).toEqual(headers);
    const directory = await directoryWith({
      'c.json': JSON.stringify({ header: [`X-A: a, ${secret}`, `X-B: ${secret}`] }),
    });
    const { connection } = await run([...at, '--config', directory.file('c.json')]);
    await directory.remove();
    expect(connection.headers).toEqual(headers);
  });

  test('variables that reports name are not taken for misspelt ones', async () => {
    const env = { CLOUDDB_HEADER_X_A: 'a', CLOUDDB_PROXY_USER: 'b', CLOUDDB_PROXY_PASSWORD: 'c' };
    expect(await parsed(at, env)).toMatchObject({ warnings: [] });
  });

  const bad: readonly (readonly [given: string, says: string])[] = [
    [secret, '"Name: value", in quotes'],
    [`: ${secret}`, 'name of a header field'],
    [`X Y: ${secret}`, 'name of a header field'],
    [`X-Y : ${secret}`, 'name of a header field'],
    [`X-\u00e9: ${secret}`, 'name of a header field'],
    [`X\r\nY: ${secret}`, 'name of a header field'],
    ['X-Y:', 'X-Y a value of printable'],
    ['X-Y:  \t', 'X-Y a value of printable'],
    [`X-Y: ${secret}\r\nEvil: 1`, 'X-Y a value of printable'],
    [`X-Y: a\u0000${secret}`, 'X-Y a value of printable'],
    [`X-Y: \u20ac${secret}`, 'X-Y a value of printable'],
    [`X-Y: ${'a'.repeat(9000)}`, 'X-Y a value of printable'],
    [`Host: ${secret}`, 'must not give Host: it follows from --target'],
    [`content-length: ${secret}`, 'it frames the request'],
    [`Transfer-Encoding: ${secret}`, 'it frames the request'],
    [`Expect: ${secret}`, 'it frames the request'],
    [`TE: ${secret}`, 'it frames the request'],
    [`Connection: ${secret}`, 'how connections are kept'],
    [`Upgrade: ${secret}`, 'how connections are kept'],
    [`Content-Type: ${secret}`, 'the suite sets it'],
    [`Accept: ${secret}`, 'the suite sets it'],
    [`User-Agent: ${secret}`, 'the suite sets it'],
    [`Content-Encoding: ${secret}`, 'the suite sets it'],
    [`Proxy-Authorization: ${secret}`, 'give it in the URL of the proxy'],
  ];

  test.each(bad)('%j is refused and not shown', async (given, says) => {
    const error = await refusal(parsed([...at, '--header', given]));
    expect(error.exitCode).toBe(2);
    expect(error.message).toContain('--header');
    expect(error.message).toContain(says);
    expect(error.message).not.toContain(secret);
    expect(error.message.length).toBeLessThan(300);
  });

  test.each<[string, readonly string[], string]>([
    ['twice', ['--header', `X-A: ${secret}`, '--header', `x-a: ${secret}`], 'gives x-a twice'],
    ['a short secret', ['--header', 'X-Env: qzx'], '--public-header X-Env'],
    [
      'a public name that is no field name',
      ['--header', `X-A: ${secret}`, '--public-header', 'X-B'],
      'names X-B, which --header does not give',
    ],
    ['a public name alone', ['--public-header', 'X-B'], '--public-header needs --header'],
  ])('%s is refused', async (_, argv, says) => {
    const { message, exitCode } = await refusal(parsed([...at, ...argv]));
    expect(exitCode).toBe(2);
    expect(message).toContain(says);
    expect(message).not.toContain(secret);
    expect(message).not.toContain('qzx');
  });

  test('a short secret may be allowed', async () => {
    const { connection, given } = await run([...at, '--header', 'X-Env: qzx', '--allow-short-secrets']);
    expect(connection.secrets).toEqual([{ name: 'CLOUDDB_HEADER_X_ENV', value: 'qzx', header: 'X-Env' }]);
    expect(JSON.stringify(given)).not.toContain('qzx');
  });

  test('needs a target, which is not the built-in one', async () => {
    expect((await refusal(parsed(['--header', `X-A: ${secret}`]))).message).toContain('needs --target');
  });

  test('may not be the one that holds the credential', async () => {
    const catalogue = catalogueFor(await loadSpecification());
    const { connection } = await run([...at, '--header', `x-auth-TOKEN: ${secret}`]);
    expect(() => checkHeaders(connection, catalogue)).toThrow(
      /^--header must not give x-auth-TOKEN: it holds the credential/,
    );
    checkHeaders(await added('--header', `X-A: ${secret}`), catalogue);
  });
});

describe('TLS', () => {
  const files = makeCertificates();
  afterAll(() => files.remove());
  const f = files.file;

  test('a CA, a client certificate and an encrypted key', async () => {
    const argv = ['--ca', f('ca.pem'), '--cert', f('client.pem'), '--key', f('encrypted.key')];
    const { connection, given } = await run([...at, ...argv], { CLOUDDB_KEY_PASSPHRASE: passphrase });
    expect(connection.tls).toEqual({
      ca: files.text('ca.pem'),
      cert: files.text('client.pem'),
      key: files.text('encrypted.key'),
      passphrase,
    });
    expect(connection.secrets).toEqual([{ name: 'CLOUDDB_KEY_PASSPHRASE', value: passphrase }]);
    expect(connection.curl).toEqual([
      { flag: '--cacert', value: f('ca.pem') },
      { flag: '--cert', value: f('client.pem') },
      { flag: '--key', value: f('encrypted.key') },
      { flag: '--pass', variable: 'CLOUDDB_KEY_PASSPHRASE' },
    ]);
    expect(given).toMatchObject({ ca: f('ca.pem'), keyPassphrase: '$CLOUDDB_KEY_PASSPHRASE' });
    expect(JSON.stringify(given)).not.toContain(passphrase);
  });

  test('certificate and key in one file, and --insecure', async () => {
    const { connection } = await run([...at, '--cert', f('both.pem'), '--insecure']);
    expect(connection.tls).toEqual({
      cert: files.text('both.pem'),
      key: files.text('both.pem'),
      rejectUnauthorized: false,
    });
  });

  test('a path with a colon is written as curl reads it', async () => {
    const path = files.write('a:b\\c.pem', files.text('both.pem'));
    const { curl } = (await run([...at, '--cert', path])).connection;
    expect(curl).toEqual([{ flag: '--cert', value: path.replace('a:b\\c', 'a\\:b\\\\c') }]);
  });

  const damaged = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
  const refused: readonly (readonly [title: string, argv: () => readonly string[], says: string])[] = [
    ['a CA that is not there', () => ['--ca', f('none.pem')], 'cannot be read (ENOENT'],
    ['a CA that is a directory', () => ['--ca', f('.')], 'cannot be read (it is a directory'],
    [
      'a CA that is no PEM',
      () => ['--ca', files.write('text', 'hi')],
      'does not hold a certificate in PEM form',
    ],
    ['a CA that is a key', () => ['--ca', f('ca.key')], 'does not hold a certificate in PEM form'],
    ['a CA that is damaged', () => ['--ca', files.write('bad.pem', damaged)], 'that cannot be read ('],
    [
      'a certificate without its key',
      () => ['--cert', f('client.pem')],
      'not hold a private key in PEM form; give it',
    ],
    ['a key alone', () => ['--key', f('client.key')], '--key needs --cert'],
    [
      'a key that is not PEM',
      () => ['--cert', f('client.pem'), '--key', f('ca.pem')],
      'does not hold a private key in PEM form',
    ],
    [
      'a key of another certificate',
      () => ['--cert', f('client.pem'), '--key', f('other.key')],
      'does not belong to the certificate',
    ],
    [
      'an encrypted key without its passphrase',
      () => ['--cert', f('client.pem'), '--key', f('encrypted.key')],
      'CLOUDDB_KEY_PASSPHRASE',
    ],
    [
      'a wrong passphrase',
      () => ['--cert', f('client.pem'), '--key', f('encrypted.key'), '--key-passphrase', secret],
      'that the passphrase does not open',
    ],
    [
      'a short passphrase',
      () => ['--cert', f('client.pem'), '--key', f('encrypted.key'), '--key-passphrase', 'qzxqzx'],
      'shorter than 8 characters',
    ],
    [
      'a passphrase for nothing',
      () => ['--cert', f('both.pem'), '--key-passphrase', secret],
      'the private key is not encrypted',
    ],
    [
      'a CA that nothing checks',
      () => ['--ca', f('ca.pem'), '--insecure'],
      'and --insecure exclude each other',
    ],
  ];

  test.each(refused)('%s is refused', async (_, argv, says) => {
    const { message, exitCode } = await refusal(parsed([...at, ...argv()]));
    expect(exitCode).toBe(2);
    expect(message).toContain(says);
    expect(message).not.toContain(secret);
    expect(message).not.toContain('qzx');
  });

  test.each([
    ['--ca', () => ['--ca', f('ca.pem')]],
    ['--cert', () => ['--cert', f('both.pem')]],
    ['--insecure', () => ['--insecure']],
  ] as const)('%s is for https alone', async (option, argv) => {
    const { message, exitCode } = await refusal(parsed(['--target', 'http://target.test', ...argv()]));
    expect(exitCode).toBe(2);
    expect(message).toBe(
      `${option} needs a target that begins with https://, and http://target.test does not.`,
    );
    expect((await refusal(parsed([...argv()]))).message).toContain(`${option} needs --target`);
  });

  test('no report is written over a key', async () => {
    const argv = ['--cert', f('client.pem'), '--key', f('client.key'), '--report', `json=${f('client.key')}`];
    expect((await refusal(parsed([...at, ...argv]))).message).toContain('is also the file of --key');
  });
});

describe('the proxy of the environment', () => {
  const proxy = 'http://proxy.test:3128';
  const excepted: readonly (readonly [target: string, noProxy: string, excepted: boolean])[] = [
    ['https://api.test', '', false],
    ['https://api.test', '*', true],
    ['https://api.test', 'other.test', false],
    ['https://api.test', 'api.test', true],
    ['https://API.Test', 'api.TEST', true],
    ['https://api.test.', 'api.test', true],
    ['https://a.api.test', 'api.test', true],
    ['https://a.api.test', '.api.test', true],
    ['https://a.api.test', '*.api.test', true],
    ['https://badapi.test', 'api.test', false],
    ['https://api.test', 'test', true],
    ['https://api.test', ' other.test , api.test ', true],
    ['https://api.test', 'other.test api.test', true],
    ['https://api.test', 'api.test:443', true],
    ['https://api.test', 'api.test:8443', false],
    ['https://api.test:8443', 'api.test:8443', true],
    ['https://a.api.test:8443', '.api.test:8443', true],
    ['http://api.test', 'api.test:80', true],
    ['http://127.0.0.1:8080', '', false],
    ['http://localhost:8080', '', false],
    ['http://localhost:8080', 'localhost', true],
    ['http://127.0.0.1:8080', '127.0.0.1', true],
    ['http://127.0.0.1:8080', '127.0.0.1:8080', true],
    ['http://127.0.0.1:8080', '127.0.0.1:80', false],
    ['http://127.0.0.1:8080', '0.0.1', false],
    ['http://10.1.2.3', '10.0.0.0/8', true],
    ['http://11.1.2.3', '10.0.0.0/8', false],
    ['http://10.1.2.3', '10.0.0.0/33', false],
    ['http://10.1.2.3', '10.0.0.0/', false],
    ['http://[::1]:8080', '::1', true],
    ['http://[::1]:8080', '[::1]', true],
    ['http://[::1]:8080', '[::1]:8080', true],
    ['http://[::1]:8080', '[::1]:80', false],
    ['http://[::1]:8080', '0:0:0:0:0:0:0:1', true],
    ['http://[fd00::5]', 'fd00::/8', true],
    ['http://[::1]', '127.0.0.1', false],
  ];

  test.each(excepted)('%s with NO_PROXY "%s": excepted %j', (target, noProxy, expected) => {
    const env = { HTTPS_PROXY: proxy, HTTP_PROXY: proxy, NO_PROXY: noProxy };
    expect(proxyFor(target, env) === undefined).toBe(expected);
  });

  const chosen: readonly (readonly [Readonly<Record<string, string>>, string | undefined])[] = [
    [{}, undefined],
    [{ HTTPS_PROXY: proxy }, proxy],
    [{ HTTP_PROXY: proxy }, undefined],
    [{ HTTPS_PROXY: '' }, undefined],
    [{ HTTPS_PROXY: '  ' }, undefined],
    [{ https_proxy: '', HTTPS_PROXY: proxy }, undefined],
    [{ https_proxy: 'http://small.test:1', HTTPS_PROXY: proxy }, 'http://small.test:1'],
    [{ HTTPS_PROXY: proxy, no_proxy: '', NO_PROXY: '*' }, proxy],
    [{ HTTPS_PROXY: 'proxy.test:8080' }, 'http://proxy.test:8080'],
    [{ HTTPS_PROXY: 'http://proxy.test' }, 'http://proxy.test:80'],
    [{ HTTPS_PROXY: 'https://proxy.test/' }, 'https://proxy.test:443'],
    [{ HTTPS_PROXY: 'http://[::1]:3128' }, 'http://[::1]:3128'],
  ];

  test.each(chosen)('%j gives %j', (env, expected) => {
    expect(proxyFor('https://api.test', env)?.proxy.url).toBe(expected);
  });

  test('its credentials are decoded for it, and kept out of everything else', async () => {
    const env = { HTTPS_PROXY: 'http://me:p%40ss%2fword@proxy.test:3128' };
    const { connection, given } = await run(at, env);
    expect(connection.proxy).toEqual({
      url: proxy,
      authorization: `Basic ${Buffer.from('me:p@ss/word').toString('base64')}`,
    });
    expect(connection.secrets.map(({ value }) => value)).toEqual(['me:p@ss/word', 'p@ss/word']);
    expect(connection.curl).toEqual([
      { flag: '--proxy', value: proxy },
      { flag: '--proxytunnel' },
      { flag: '--proxy-user', variable: 'CLOUDDB_PROXY_USER' },
    ]);
    expect(given.HTTPS_PROXY).toBe(proxy);
    expect(JSON.stringify(given)).not.toContain('ss');
  });

  test('is not for the built-in target', async () => {
    expect((await run([], { HTTP_PROXY: proxy })).connection.proxy).toBeUndefined();
  });

  test.each([
    ['socks5://me:qzxqzx@proxy.test', 'not socks5://'],
    ['http://', 'be the URL of a proxy'],
    ['http://me:qzxqzx@pro xy', 'be the URL of a proxy'],
    ['http://me:qzxqzx@proxy.test:99999', 'be the URL of a proxy'],
    ['http://me:%zzqzx@proxy.test', 'percent-encoded'],
    ['http://m%3ae:qzxqzx@proxy.test', 'no colon in the name'],
  ])('%s is refused and not shown', async (value, says) => {
    const error = await refusal(parsed(at, { HTTPS_PROXY: value }));
    expect(error).toBeInstanceOf(SuiteError);
    expect(error.exitCode).toBe(2);
    expect(error.message).toContain('HTTPS_PROXY must');
    expect(error.message).toContain(says);
    expect(error.message).not.toContain('qzx');
  });
});

import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import {
  recordExchange,
  recordFinding,
  truncateBody,
  truncateFinding,
} from '../../../src/evaluation/record.ts';
import type { Exchange } from '../../../src/model/exchange.ts';
import { createRedactor } from '../../../src/secrets/redaction.ts';

const secret = 'abcdef0123456789';
const accented = 'pässwörd-1234';
const redactor = createRedactor([
  { value: secret, name: 'CLOUDDB_TOKEN' },
  { value: accented, name: 'CLOUDDB_TOKEN_2' },
]);

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const exchangeOf = (body: Uint8Array | null, more: Partial<Exchange> = {}): Exchange => ({
  request: {
    method: 'POST',
    url: `http://host.example/${secret}`,
    headers: [['X-Auth-Token', secret]],
    body,
  },
  values: { token: secret },
  attempt: 2,
  startedAt: '2026-01-01T00:00:00.000Z',
  durationMs: 1.5,
  ...more,
});

test('an exchange with every member', () => {
  const recorded = recordExchange(
    exchangeOf(null, {
      response: {
        status: 401,
        statusText: `No ${secret}`,
        httpVersion: '1.1',
        headers: [[`X-${secret}`, `a ${encodeURIComponent(accented)}`]],
        body: Buffer.of(),
        incomplete: { blame: 'target', message: `cut after ${secret}` },
      },
    }),
    redactor,
    { insecure: true },
  );
  expect(recorded).toEqual({
    request: {
      method: 'POST',
      url: 'http://host.example/$CLOUDDB_TOKEN',
      headers: [['X-Auth-Token', '$CLOUDDB_TOKEN']],
      body: null,
    },
    response: {
      status: 401,
      statusText: 'No $CLOUDDB_TOKEN',
      httpVersion: '1.1',
      headers: [['X-$CLOUDDB_TOKEN', 'a $CLOUDDB_TOKEN_2']],
      body: null,
      redacted: true,
    },
    error: 'cut after $CLOUDDB_TOKEN',
    failure: { blame: 'target', of: 'body' },
    curl: expect.stringMatching(/^curl .*--insecure .*"\$CLOUDDB_TOKEN"/),
    attempt: 2,
    startedAt: '2026-01-01T00:00:00.000Z',
    durationMs: 1.5,
  });
});

test.each<[string, [string, string][], string, true | undefined]>([
  ['the name of a header field', [[`X-${secret}`, 'a']], '{}', true],
  [
    'the value of one of several',
    [
      ['X-A', 'a'],
      ['X-B', `b ${secret}`],
    ],
    '{}',
    true,
  ],
  ['the body', [['X-A', 'a']], `"${secret}"`, true],
  ['nothing', [['X-A', 'a']], '{}', undefined],
])('an answer says whether a name stands for a secret: in %s', (_what, headers, body, redacted) => {
  const response = { status: 200, statusText: '', httpVersion: '1.1', headers, body: Buffer.from(body) };
  expect(recordExchange(exchangeOf(null, { response }), redactor).response?.redacted).toBe(redacted);
});

test('a request with a body of no length has none', () =>
  expect(recordExchange(exchangeOf(Buffer.of()), redactor).request.body).toBeNull());

test('a failure without an answer', () => {
  const recorded = recordExchange(
    exchangeOf(null, { failure: { blame: 'target', message: `no ${secret}` } }),
    redactor,
  );
  expect(recorded).toMatchObject({
    error: 'no $CLOUDDB_TOKEN',
    failure: { blame: 'target', of: 'exchange' },
  });
  expect(recorded).not.toHaveProperty('response');
});

describe('bodies', () => {
  const bodies: {
    title: string;
    bytes: Buffer;
    limit?: number;
    encoding?: 'base64';
    text: string;
    truncated?: boolean;
    /** Whether a secret was replaced. */
    redacted?: true;
  }[] = [
    { title: 'text', bytes: Buffer.from('{"a":"é"}'), text: '{"a":"é"}' },
    {
      title: 'text with a secret',
      bytes: Buffer.from(`a ${secret} é`),
      text: 'a $CLOUDDB_TOKEN é',
      redacted: true,
    },
    { title: 'text at the limit', bytes: Buffer.from('abcé'), limit: 5, text: 'abcé' },
    { title: 'text cut', bytes: Buffer.from('abcdef'), limit: 5, text: 'abcde', truncated: true },
    {
      title: 'text cut within a character',
      bytes: Buffer.from('abcdé'),
      limit: 5,
      text: 'abcd',
      truncated: true,
    },
    {
      title: 'text cut within a secret',
      bytes: Buffer.from(`ab${secret}`),
      limit: 9,
      text: 'ab',
      truncated: true,
      redacted: true,
    },
    { title: 'a byte order mark', bytes: Buffer.from('\ufeffa'), text: '\ufeffa' },
    { title: 'NUL', bytes: Buffer.from('a\0'), text: 'a\0' },
    { title: 'bytes', bytes: Buffer.from([0xff, 0xfe, 0]), encoding: 'base64', text: '//4A' },
    {
      title: 'bytes cut',
      bytes: Buffer.from([0xff, 0xfe, 0]),
      limit: 2,
      encoding: 'base64',
      text: '//4=',
      truncated: true,
    },
    {
      title: 'bytes with a secret',
      bytes: Buffer.from(`\xff${secret}`, 'latin1'),
      encoding: 'base64',
      text: Buffer.from('\xff$CLOUDDB_TOKEN', 'latin1').toString('base64'),
      redacted: true,
    },
    {
      title: 'bytes with an encoded secret',
      bytes: Buffer.from(`\xff${encodeURIComponent(accented)}`, 'latin1'),
      encoding: 'base64',
      text: Buffer.from('\xff$CLOUDDB_TOKEN_2', 'latin1').toString('base64'),
      redacted: true,
    },
    {
      title: 'bytes with a secret beyond ASCII',
      bytes: Buffer.concat([Buffer.from([0xff, 0xff, 0xff]), Buffer.from(accented)]),
      encoding: 'base64',
      text: Buffer.from('\xff\xff\xff$CLOUDDB_TOKEN_2', 'latin1').toString('base64'),
      redacted: true,
    },
  ];

  test.each(bodies)('$title', ({ bytes, limit, encoding = 'utf8', text, truncated = false, redacted }) => {
    const recorded = recordExchange(exchangeOf(bytes), redactor, {
      ...(limit !== undefined && { maxBodyBytes: limit }),
    });
    expect(recorded.request.body).toEqual({
      bytes: bytes.length,
      sha256: redacted ? expect.not.stringMatching(digest(bytes)) : digest(bytes),
      encoding,
      text,
      truncated,
      ...((truncated || encoding === 'base64') && { textSha256: digest(Buffer.from(text)) }),
    });
    expect(redactor.contains(JSON.stringify(recorded))).toBe(false);
  });

  test.each<[string, Buffer, BufferEncoding]>([
    ['text', Buffer.alloc(70_000, 'a'), 'utf8'],
    [
      'bytes, of which each could be within a character',
      Buffer.alloc(70_000, 0x80).fill('a', 0, 1),
      'base64',
    ],
  ])('16 KiB by default, of %s', (_what, bytes, encoding) => {
    const { body } = recordExchange(exchangeOf(bytes), redactor).request;
    expect(Buffer.from(body?.text ?? '', encoding)).toEqual(bytes.subarray(0, 16_384));
    expect(body?.truncated).toBe(true);
  });
});

const answered = (body: Uint8Array, more: Partial<Exchange['response']> = {}): Exchange => ({
  ...exchangeOf(null),
  response: { status: 200, statusText: 'OK', httpVersion: '1.1', headers: [], body, ...more },
});

describe('of the body of an answer', () => {
  const gzip = gzipSync(secret);
  const coding = (name: string) => ({ headers: [['Content-Encoding', name]] as const });
  const limit = { incomplete: { blame: 'suite', message: 'too long' } } as const;

  test.each<[string, Buffer, Partial<Exchange['response']>]>([
    ['compressed without a word', gzip, {}],
    ['in an encoding that was not undone', Buffer.from('abc'), { ...coding('x'), ...limit }],
    ['that decodes to compressed data', gzip, coding('gzip')],
    ['in UTF-16 with a byte order mark', Buffer.from(`\ufeff${secret}`, 'utf16le'), {}],
    ['in UTF-16 without one', Buffer.from(secret, 'utf16le'), {}],
    ['in UTF-32', Buffer.from([...secret].map((one) => `${one}\0\0\0`).join('')), {}],
    ['in Latin-1', Buffer.from('é', 'latin1'), {}],
  ])('%s, only length and digest are shown', (_title, body, more) => {
    const recorded = recordExchange(answered(body, more), redactor).response?.body;
    expect(recorded).toMatchObject({ bytes: body.length, encoding: 'base64', text: '', truncated: true });
  });

  test.each<[string, Buffer]>([
    ['that is the token', Buffer.from(secret)],
    ['that is the token on a line', Buffer.from(`${secret}\n`)],
    ['that is the token in UTF-16', Buffer.from(secret, 'utf16le')],
    ['in which the token is encoded', Buffer.from(JSON.stringify({ a: encodeURIComponent(accented) }))],
  ])('%s, the digest is another', (_title, body) => {
    const recorded = recordExchange(answered(body), redactor).response?.body;
    expect(recorded?.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(recorded?.sha256).not.toBe(digest(body));
  });

  test('that ends like the beginning of a secret is shown as it is, if it ends there', () => {
    const body = Buffer.from(`"${secret.slice(0, 12)}`);
    expect(recordExchange(answered(body), redactor).response?.body).toMatchObject({
      text: body.toString(),
      truncated: false,
    });
  });

  test.each([
    ['plain', secret],
    ['percent-encoded', encodeURIComponent(accented)],
    ['in base64', Buffer.from(secret).toString('base64')],
  ])('cut within a secret, %s, nothing of the secret is shown', (_title, form) => {
    for (let length = 8; length < form.length; length += 1) {
      for (const before of ['ab ', '"%41" ']) {
        const body = Buffer.from(`${before}${form.slice(0, length)}`);
        const recorded = recordExchange(answered(body, limit), redactor).response?.body;
        const left = recorded?.text.replace(before, '').replace('$CLOUDDB_TOKEN', '');
        // Of base64, three characters hold two of the secret's at most.
        expect(left?.length).toBeLessThan(4);
      }
    }
  });
});

describe('the beginning of a long answer', () => {
  const recordedBody = (exchange: Exchange) => recordExchange(exchange, redactor).response?.body;

  test.each([
    ['text', Buffer.from('é'.repeat(40_000))],
    ['text that is out of step', Buffer.from(`x${'\u20ac'.repeat(30_000)}`)],
    ['no UTF-8', Buffer.alloc(80_000, 0xff)],
    ['no UTF-8 after the beginning', Buffer.concat([Buffer.alloc(80_000, 'a'), Buffer.from([0xff])])],
    ['short', Buffer.from('{}')],
    ['nothing', Buffer.of()],
  ])('of %s is all that its record needs', (_name, body) => {
    const kept = truncateBody(answered(body));
    expect(kept.response?.body.length).toBeLessThan(70_000);
    expect(recordedBody(kept)).toEqual(recordedBody(answered(body)));
  });

  test('of control characters takes no more room in a report than any other', () => {
    const recorded = recordedBody(answered(Buffer.alloc(100_000, 1)));
    expect(JSON.stringify(recorded?.text).length).toBeLessThan(16_400);
  });
});

describe('a finding', () => {
  const finding = { check: 'c', severity: 'deviation', message: 'm' } as const;

  test.each([
    ['short', 'short'],
    ['a'.repeat(200), 'a'.repeat(200)],
    ['a'.repeat(300), `${'a'.repeat(200)}… (300 characters)`],
    [`${'a'.repeat(195)}${secret}`, `${'a'.repeat(195)}… (${195 + secret.length} characters)`],
    [`${secret}${'a'.repeat(300)}`, expect.stringMatching(/^\$CLOUDDB_TOKENa+… \(\d+ characters\)$/)],
  ])('quotes %s as %s', (actual, shown) => {
    expect(recordFinding({ ...finding, actual, expected: actual }, redactor)).toEqual({
      ...finding,
      actual: shown,
      expected: shown,
    });
  });
});

describe('a finding that ends like the beginning of a secret', () => {
  const long = createRedactor([{ name: 'LONG', value: 'abcdefgh'.repeat(300) }]);
  const quoted = (actual: string) =>
    recordFinding(truncateFinding({ check: 'c', severity: 'note', message: 'm', actual }), long).actual;

  test('is quoted as it is, if it ends there', () =>
    expect(quoted(`x ${'abcdefgh'.repeat(2)}`)).toBe(`x ${'abcdefgh'.repeat(2)}`));

  test('is quoted up to there, if only its beginning was kept', () =>
    expect(quoted(`x ${'abcdefgh'.repeat(299)}`)).toBe('x … (2394 characters)'));
});

import {
  bookDocument,
  bookServer,
  type RunOfDocument,
  runDocument,
  token,
} from '../support/document-servers-answers.ts';
import { having, idsOf, suite } from '../support/run.ts';
import type { Received } from '../support/server.ts';

const user = 'reader:a-long-password';
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const answers = { 200: { description: 'Put.' }, 401: { description: 'Who is that?' } };

type Knows = (request: Received) => boolean;

const inField =
  (name: string, value: string): Knows =>
  ({ headers }) =>
    headers[name] === value;
const inQuery =
  (value: string): Knows =>
  ({ path }) =>
    new URL(path, 'http://x').searchParams.get('key') === value;
const bearer = inField('authorization', `Bearer ${token}`);

interface Row {
  readonly what: string;
  readonly scheme: object;
  readonly given: string;
  readonly knows: Knows;
}

const odd = 'a+token/of=odd&signs';

const rows: readonly Row[] = [
  {
    what: 'an API key in a header',
    scheme: { type: 'apiKey', in: 'header', name: 'X-Key' },
    given: token,
    knows: inField('x-key', token),
  },
  {
    what: 'an API key in the query',
    scheme: { type: 'apiKey', in: 'query', name: 'key' },
    given: odd,
    knows: inQuery(odd),
  },
  {
    what: 'an API key in a cookie',
    scheme: { type: 'apiKey', in: 'cookie', name: 'sid' },
    given: token,
    knows: inField('cookie', `sid=${token}`),
  },
  {
    what: 'a cookie that is given with its name',
    scheme: { type: 'apiKey', in: 'cookie', name: 'sid' },
    given: `sid=${token}`,
    knows: inField('cookie', `sid=${token}`),
  },
  { what: 'bearer', scheme: { type: 'http', scheme: 'bearer' }, given: token, knows: bearer },
  {
    what: 'bearer in other letters',
    scheme: { type: 'http', scheme: 'BEARER' },
    given: token,
    knows: bearer,
  },
  {
    what: 'bearer that is given with its word',
    scheme: { type: 'http', scheme: 'bearer' },
    given: `Bearer ${token}`,
    knows: bearer,
  },
  { what: 'OAuth 2', scheme: { type: 'oauth2', flows: {} }, given: token, knows: bearer },
  {
    what: 'OpenID Connect',
    scheme: { type: 'openIdConnect', openIdConnectUrl: 'https://id.example/' },
    given: token,
    knows: bearer,
  },
  {
    what: 'user and password',
    scheme: { type: 'http', scheme: 'Basic' },
    given: user,
    knows: inField('authorization', `Basic ${base64(user)}`),
  },
  {
    what: 'user and password in base64',
    scheme: { type: 'http', scheme: 'basic' },
    given: `Basic ${base64(user)}`,
    knows: inField('authorization', `Basic ${base64(user)}`),
  },
];

const documentOf = (scheme: object) =>
  bookDocument({ responses: answers, securitySchemes: { one: scheme }, security: [{ one: [] }] });

/** No report may hold a secret, in whatever form it was sent. */
function expectNoSecret({ json, out, err }: RunOfDocument): void {
  for (const secret of [token, user, odd, 'a-long-password', base64(user), encodeURIComponent(odd)])
    for (const text of [json, out, err]) expect(text).not.toContain(secret);
}

describe.each(rows)('$what', ({ scheme, given, knows }) => {
  const run = (isKnown: Knows) =>
    runDocument(documentOf(scheme), bookServer({ ok: { status: 200 }, knows: isKnown }), ['--token', given]);

  test('is sent where it belongs, and a service that looks there has no deviation', async () => {
    const ran = await run(knows);
    expect(idsOf(having(ran.result, 'deviates', 'errored', 'inconclusive'))).toEqual([]);
    expect(ran.result.coverage.map(({ status, verdict }) => [status, verdict])).toEqual([
      [200, 'conforms'],
      [401, 'conforms'],
    ]);
    expectNoSecret(ran);
  });

  test('is missing, empty, unknown and malformed in its own form', async () => {
    const ran = await run(() => true);
    expect(idsOf(having(ran.result, 'deviates'))).toEqual(
      ['missing', 'empty', 'unknown', 'malformed'].map((fault) => `putBook/401/credential-${fault}`),
    );
    expectNoSecret(ran);
  });
});

describe('of several', () => {
  const key = { type: 'apiKey', in: 'header', name: 'X-Key' };
  const securitySchemes = {
    key,
    bearer: { type: 'http', scheme: 'bearer' },
    digest: { type: 'http', scheme: 'digest' },
    oauth: { type: 'oauth2', flows: {} },
    tls: { type: 'mutualTLS' },
  };
  const run = (security: readonly object[], knows: Knows, options: readonly string[] = ['--token', token]) =>
    runDocument(
      bookDocument({ responses: answers, securitySchemes, security }),
      bookServer({ ok: { status: 200 }, knows }),
      options,
    );
  const deviating = async (...args: Parameters<typeof run>) =>
    idsOf(having((await run(...args)).result, 'deviates', 'errored'));

  test.each<[string, readonly object[], Knows]>([
    ['the first is taken', [{ key: [] }, { bearer: [] }], inField('x-key', token)],
    ['what the suite does not know is passed over', [{ digest: [] }, { bearer: [] }], bearer],
    ['what one token cannot give is passed over', [{ key: [], bearer: [] }, { bearer: [] }], bearer],
    ['two that are one credential are given by one token', [{ bearer: [], oauth: [] }], bearer],
    ['a certificate stands in no request', [{ tls: [], bearer: [] }], bearer],
  ])('%s', async (_, security, knows) => expect(await deviating(security, knows)).toEqual([]));

  test('a second one is given as a header', async () => {
    const security = [{ bearer: [], key: [] }];
    const knows: Knows = (request) => bearer(request) && inField('x-key', 'another-secret')(request);
    expect(await deviating(security, knows, ['--token', token, '--header', 'X-Key: another-secret'])).toEqual(
      [],
    );
    await expect(run(security, knows)).rejects.toThrow('needs a second credential beside --token');
  });

  test.each<[string, readonly object[], string[]]>([
    ['none is needed: it is sent, and its absence is no fault', [{ key: [] }, {}], ['--token', token]],
    ['none is needed: it may be missing', [{ key: [] }, {}], []],
    ['none is asked for', [], []],
  ])('%s', async (_, security, options) => {
    const { result, received } = await run(security, () => true, options);
    expect(result.cases.filter(({ status }) => status === 401)).toEqual([]);
    expect(having(result, 'conforms').map(({ status }) => status)).toContain(200);
    expect(received[0]?.headers['x-key']).toBe(security.length > 0 && options.length > 0 ? token : undefined);
  });
});

test.each<[string, object, string[], string]>([
  [
    'its field as a header of the user',
    { type: 'http', scheme: 'bearer' },
    ['--header', 'authorization: Bearer of-another'],
    '--header must not give authorization',
  ],
  [
    'its field of cookies',
    { type: 'apiKey', in: 'cookie', name: 'a' },
    ['--header', 'Cookie: b=another-one'],
    '--header must not give Cookie',
  ],
  ['a token without a colon', { type: 'http', scheme: 'basic' }, [], 'it is not user:password'],
])('%s is refused before anything is sent', async (_, scheme, options, says) => {
  const handler = bookServer({ ok: { status: 200 } });
  await expect(runDocument(documentOf(scheme), handler, ['--token', token, ...options])).rejects.toThrow(
    says,
  );
});

test('a short token is kept out of reports in each form of it', async () => {
  for (const { scheme } of rows) {
    const short = 'u:q7z';
    const { json } = await runDocument(documentOf(scheme), bookServer({ ok: { status: 200 } }), [
      '--token',
      short,
      '--allow-short-secrets',
    ]);
    for (const text of [short, encodeURIComponent(short), base64(short)]) expect(json).not.toContain(text);
  }
});

test('explain says where it stands', async () => {
  const { out } = await suite(['explain', 'upgradeInstance/401/credential-unknown']);
  expect(out).toContain('X-Auth-Token: "00000000-0000-4000-8000-000000000000"');
});

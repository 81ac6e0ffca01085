import { partsOfField, partsOfToken } from '../../../src/secrets/secret-parts.ts';

const jwt = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJtZSJ9xx.c2lnbmF0dXJlMTIz';
const latin1 = Buffer.from('m\u00e9:p\u00e4ssw\u00f6rd', 'latin1').toString('base64');
const utf8 = Buffer.from('m\u00e9:p\u00e4ssw\u00f6rd').toString('base64');
const signature = 'fe5f80f77d5fa3beca038a248ff027d0445342fe2855ddc963176630326f1024';

/** The kinds and values that are sought beside the whole of a field's value. */
test.each<[string, string, readonly string[]]>([
  ['X-Key', 'one-word', []],
  ['Authorization', 'Bearer some-token', ['CREDENTIALS some-token']],
  ['Authorization', 'Bearer short', []],
  [
    'Authorization',
    `Basic ${latin1}`,
    [`CREDENTIALS ${latin1}`, 'USER m\u00e9:p\u00e4ssw\u00f6rd', 'PASSWORD p\u00e4ssw\u00f6rd'],
  ],
  [
    'Authorization',
    `Basic ${utf8}`,
    [`CREDENTIALS ${utf8}`, 'USER m\u00e9:p\u00e4ssw\u00f6rd', 'PASSWORD p\u00e4ssw\u00f6rd'],
  ],
  ['Authorization', 'Token token="some-token", realm="the whole API"', ['TOKEN some-token']],
  ['Authorization', 'Token token=some-token', ['CREDENTIALS token=some-token', 'TOKEN some-token']],
  ['Authorization', 'Bearer dXNlcjpwYXNzd29yZA==', ['CREDENTIALS dXNlcjpwYXNzd29yZA==']],
  ['Authorization', 'Bearer a-token+/"a=%41-and-more', ['CREDENTIALS a-token+/"a=%41-and-more']],
  [
    'Authorization',
    `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=${signature}`,
    [`SIGNATURE ${signature}`],
  ],
  [
    'Authorization',
    `Bearer ${jwt}`,
    [`CREDENTIALS ${jwt}`, 'PAYLOAD eyJzdWIiOiJtZSJ9xx', 'SIGNATURE c2lnbmF0dXJlMTIz'],
  ],
  ['X-Jwt', jwt, ['PAYLOAD eyJzdWIiOiJtZSJ9xx', 'SIGNATURE c2lnbmF0dXJlMTIz']],
  ['Cookie', 'a=accepted; sid="a-long-session-id"', ['2 a-long-session-id']],
])('of %s: %s', (name, value, parts) => {
  const all = partsOfField(name, value).map((part) => `${part.kind} ${part.value}`);
  expect(all).toEqual(expect.arrayContaining([...parts]));
  // Basic is read in two charsets.
  if (!value.startsWith('Basic')) expect(all).toHaveLength(parts.length);
});

test('of a token that is a JSON Web Token, payload and signature are sought', () => {
  expect(partsOfToken(jwt).map(({ kind }) => kind)).toEqual(['PAYLOAD', 'SIGNATURE']);
  expect(partsOfToken('a.token.with.dots')).toEqual([]);
});

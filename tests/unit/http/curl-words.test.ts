import { type CurlOption, curlLine } from '../../../src/http/curl.ts';
import type { Exchange, HeaderList } from '../../../src/model/exchange.ts';
import { createRedactor } from '../../../src/secrets/redaction.ts';

/** The words of the line, to the letter. */

const redactor = createRedactor([{ name: 'TOKEN', value: 'abcdef0123456789' }]);
const own: HeaderList = [
  ['Host', 'host.example'],
  ['Accept', 'a/b'],
  ['User-Agent', 'u'],
];
const curl = 'curl --silent --show-error --include --path-as-is --globoff --http1.1';
const headers = "-H 'Accept: a/b' -H 'User-Agent: u'";

const lineOf = (different: Partial<Exchange['request']> = {}, options: readonly CurlOption[] = []) =>
  curlLine(
    { method: 'GET', url: 'http://host.example/x', headers: own, body: null, ...different },
    redactor,
    {
      options,
    },
  );

test.each<[path: string, words: string]>([
  ['/loans/B-9_.~!$&()*+,;=:@/?a=%2F', ''],
  ['/', ''],
  ['/a%2f', "--request-target '/a%2f' "],
  ['/a"b', `--request-target '/a"b' `],
  ['/a|b', "--request-target '/a|b' "],
])('the path %s is sent unchanged', (path, words) => {
  const url = `http://host.example${path}`;
  expect(lineOf({ url })).toBe(`${curl} -X GET ${headers} ${words}'${url}'`);
});

test.each<[string, readonly CurlOption[], string]>([
  ['alone', [{ flag: '--proxytunnel' }], '--proxytunnel'],
  ['with a value', [{ flag: '--cacert', value: 'ca.pem' }], "--cacert 'ca.pem'"],
  ['with an empty value', [{ flag: '--proxy-user', value: '' }], "--proxy-user ''"],
  ['with a variable', [{ flag: '--pass', variable: 'PASS' }], '--pass "$PASS"'],
  ['with a secret in its value', [{ flag: '--x', value: 'a-abcdef0123456789' }], `--x 'a-'"$TOKEN"`],
])('an option %s', (_name, options, words) => {
  expect(lineOf({}, options)).toBe(`${curl} ${words} -X GET ${headers} 'http://host.example/x'`);
});

test('a header with control characters is spelled, two digits each', () => {
  expect(lineOf({ headers: [...own, ['X', 'a\u0001f\u001f ##']] })).toContain(
    ` -H $'X: a\\x01f\\x1f \\x23#' `,
  );
});

test('a line that would show a secret all the same is left out', () => {
  const shown = createRedactor([{ name: 'TOKEN', value: '--show-error' }]);
  const request = { method: 'GET', url: 'http://host.example/x', headers: own, body: null };
  expect(curlLine(request, shown)).toBe('# not repeated here: the line would show a secret');
});

test('all that cannot be repeated is said', () => {
  const body = new Uint8Array(70_000).map((_, index) => ((index * 7919) % 251) ^ (index >> 3));
  const noisy = lineOf({ method: 'POST', headers: [...own, ['X', 'YWJjZGVmMDEyMzQ1Njc4OQ==']], body });
  expect(noisy).toMatch(
    / # \$TOKEN stood there in an encoded form(; body of 70000 bytes not repeated here)?$/,
  );
});

describe('a body with a secret', () => {
  const bodyWords = (body: Uint8Array) => {
    const [source = '', rest = ''] = lineOf({ method: 'POST', body }).split(' | curl ');
    return rest.includes('--data-binary @-') ? source : rest || source;
  };
  const secret = Buffer.from('abcdef0123456789');

  test.each<[string, Uint8Array, string]>([
    [
      'and other text',
      Buffer.from('é\u200b\t\\a#\u0001abcdef0123456789'),
      `printf '%b%s' 'é\\0342\\0200\\0213\\0011\\\\a\\0043\\0001' "$TOKEN"`,
    ],
    [
      'and bytes that are no text',
      Buffer.concat([Buffer.of(0xe9, 0x41, 0xff), secret]),
      `printf '%b%s' '\\0351A\\0377' "$TOKEN"`,
    ],
  ])('%s is printed byte for byte', (_name, body, words) => {
    expect(bodyWords(body)).toBe(words);
  });

  test.each([
    [16 * 1024, false],
    [16 * 1024 + 1, true],
  ])('of %i bytes is left out: %s', (bytes, omitted) => {
    const body = Buffer.concat([secret, Buffer.alloc(bytes - secret.length, '\n')]);
    expect(lineOf({ method: 'POST', body }).includes(`body of ${bytes} bytes not repeated here`)).toBe(
      omitted,
    );
  });
});

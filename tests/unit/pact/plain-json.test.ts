import { plainJson } from '../../../src/pact/plain-json.ts';

/** JSON in a text that Pact's reader takes for the same value. */

const of = (body: string | Uint8Array): string | undefined =>
  plainJson({
    ...{ status: 200, statusText: '', httpVersion: '1.1', headers: [] },
    body: Buffer.from(body),
  })?.toString();

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

test.each([
  ['what is plain', '{"a":[1,-2.5,true,null,"x"]}', '{"a":[1,-2.5,true,null,"x"]}'],
  ['blanks', ' {"a" : 1}\r\n', '{"a":1}'],
  ['integers written as decimals', '[400.0,1e3,2.50e1]', '[400,1000,25]'],
  ['numbers beyond a double', '[1e400,-1e400]', `[${Number.MAX_VALUE},${-Number.MAX_VALUE}]`],
  ['integers beyond 64 bits', '[123456789012345678901234567890]', `[${Number.MAX_SAFE_INTEGER}]`],
  ['a byte order mark', '\ufeff{"a":1}', '{"a":1}'],
  ['lone surrogates', '{"\\ud800a":"\\udc00","b":"\\ud83d\\ude00"}', '{"\ufffda":"\ufffd","b":"\u{1f600}"}'],
  ['a member of every name', '{"__proto__":{"a":1}}', '{"__proto__":{"a":1}}'],
  ['a member twice, alike', '{"a":1,"a":1.0}', '{"a":1}'],
])('%s', (_name, text, plain) => expect(of(text)).toBe(plain));

test('no more levels than Pact reads', () => {
  expect(of(nested(100))).toBe(nested(100));
  expect(of(nested(5000))).toBe(`${'['.repeat(100)}null${']'.repeat(100)}`);
});

test.each<[string, string | Uint8Array]>([
  ['no body', ''],
  ['no JSON', '<html>'],
  ['bytes after the JSON', '{} x'],
  ['bytes that are not UTF-8', Buffer.from('"\xff"', 'latin1')],
  ['a member twice, with different values', '{"a":1,"a":2}'],
  ['a number that is an integer only as a double', '{"code":400.00000000000000001}'],
])('%s is left as it is', (_name, body) => expect(of(body)).toBeUndefined());

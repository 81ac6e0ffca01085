import { conflictingMember } from '../../../src/checks/conflicting-member.ts';
import { briefs, loadOperation } from './support.ts';

beforeAll(loadOperation);

test.each<[string, string | undefined]>([
  ['{}', undefined],
  ['[]', undefined],
  ['"a"', undefined],
  ['{"a":1,"b":1}', undefined],
  ['{"a":1,"a":2}', 'a'],
  ['{"a":1,"a":1}', undefined],
  ['{"a":1,"a":1.0}', undefined],
  ['{"a":{"x":1,"y":2},"a":{"y":2,"x":1}}', undefined],
  ['{"a":{"x":1},"a":{"x":2}}', 'a'],
  ['{"a":1,"b":[{"c":"}","c":"{"}]}', 'c'],
  ['{"a":1,"\\u0061":2}', 'a'],
  ['{"a\\"":1,"a\\"":2}', 'a"'],
  ['{"a":"\\\\","a":"\\\\\\\\"}', 'a'],
  ['[{"a":1},{"a":2}]', undefined],
  ['{"a":{"a":1}}', undefined],
  ['{"a":{},"a":{}}', undefined],
  ['{"a":{},"a":[]}', 'a'],
  ['{"":1,"":2}', ''],
  ['{"__proto__":1,"__proto__":2}', '__proto__'],
  [`${'['.repeat(100_000)}${']'.repeat(100_000)}`, undefined],
  // Too deep to be compared, so nothing is said of it.
  [
    `{"a":${'['.repeat(10_000)}1${']'.repeat(10_000)},"a":${'['.repeat(10_000)}2${']'.repeat(10_000)}}`,
    undefined,
  ],
  ['{"a": [1,2] ,"a":[1,2]}', undefined],
])('%.60s', (text, expected) => expect(conflictingMember(text)).toBe(expected));

test.each([
  [
    400,
    '{"badRequest":{"code":401,"message":"x"},"badRequest":{"code":400,"message":"x"}}',
    'fault_conformance',
  ],
  [202, '{"instance":1,"instance":{}}', 'response_schema_conformance'],
])('in a %i it deviates', (status, body, check) =>
  expect(briefs({ status, body }, check)).toContain('deviation | none | body'),
);

test('the same value twice does not deviate', () =>
  expect(
    briefs(
      { status: 400, body: '{"badRequest":{"code":400,"code":400,"message":"x"}}' },
      'fault_conformance',
    ),
  ).toEqual([]));

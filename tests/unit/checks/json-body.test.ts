import { jsonBody, jsonValue } from '../../../src/checks/json-body.ts';
import { answered } from '../../support/exchanges.ts';

// Bytes of their own each time: what was read last is kept.
const of = (body: string | Uint8Array) =>
  jsonBody(answered({ body: typeof body === 'string' ? body : Uint8Array.from(body) }));

const maxDepth = 20_000;
const nested = (levels: number, [open, close]: readonly [string, string]) =>
  `${open.repeat(levels)}0${close.repeat(levels)}`;
const array = ['[', ']'] as const;
const object = ['{"a":', '}'] as const;

test.each([
  ['that is empty', '', { kind: 'none' }],
  ['that is not JSON', '{', { kind: 'unreadable', why: 'the body is not JSON' }],
  [
    'in another encoding',
    Buffer.from([0x22, 0xe9, 0x22]),
    { kind: 'unreadable', why: 'the body is not UTF-8 (RFC 8259 §8.1)' },
  ],
  ['with one value', '"é"', { kind: 'json', value: 'é' }],
  [
    'whose object names a member twice',
    '{"a":1,"a":2}',
    { kind: 'json', value: { a: 2 }, contradictory: 'a' },
  ],
  [
    'whose number is an integer only to some',
    '[1.00000000000000000001]',
    {
      kind: 'json',
      value: [1],
      inexact: { exact: [1.5], written: ['1.00000000000000000001'] },
    },
  ],
])('a body %s', (_name, body, expected) => expect(of(body)).toStrictEqual(expected));

describe('a deeply nested body', () => {
  const tooDeep = {
    kind: 'unread',
    why: 'the body is nested deeper than 20000 levels; the suite reads no further',
  };

  test.each<[string, string, boolean]>([
    ['of arrays', nested(maxDepth + 1, array), false],
    ['of objects', nested(maxDepth + 1, object), false],
    ['of arrays, as many as are read', nested(maxDepth, array), true],
    ['of objects, as many as are read', nested(maxDepth, object), true],
    ['that were closed again', `[${nested(maxDepth - 2, array)},${nested(maxDepth - 2, object)}]`, true],
    ['in a string', JSON.stringify(`"${'['.repeat(maxDepth + 1)}`), true],
    ['after a string that ends in an escape', `["\\\\",${nested(maxDepth, array)}]`, false],
    ['beside strings of one letter', `[${'"","a",'.repeat(maxDepth)}${nested(maxDepth, array)}]`, false],
  ])('%s', (_name, body, read) => {
    if (read) expect(of(body).kind).toBe('json');
    else expect(of(body)).toStrictEqual(tooDeep);
  });
});

describe('a body with many values', () => {
  const maxValues = 100_000;
  const tooMany = {
    kind: 'unread',
    why: 'the body has more than 100000 values; the suite reads no further',
  };
  const list = (count: number, item: string) => `[${Array(count).fill(item).join(',')}]`;

  // The list itself is one value, and so is the first of its items.
  test.each<[string, string, boolean]>([
    ['of numbers', list(maxValues, '1'), false],
    ['of numbers, as many as are read', list(maxValues - 1, '1'), true],
    ['of empty arrays', list(maxValues / 2, '[]'), false],
    ['of members', `{${Array(maxValues).fill('"a":1').join(',')}}`, false],
    ['in a string', JSON.stringify(list(maxValues, '1')), true],
    ['of strings with commas', list(1000, JSON.stringify(list(1000, '"'))), true],
  ])('%s', (_name, body, read) => {
    if (read) expect(of(body).kind).toBe('json');
    else expect(of(body)).toStrictEqual(tooMany);
  });
});

test('of a long body the value alone is read, of more values', () => {
  const list = (count: number) => answered({ body: `[${Array(count).fill('1').join(',')}]` });
  expect(jsonValue(list(399_999))).toMatchObject({ kind: 'json' });
  expect(jsonValue(list(400_000))).toMatchObject({ kind: 'unread', why: expect.stringContaining('400000') });
  expect(jsonValue(answered({ body: '[1.00000000000000000001]' }))).toStrictEqual({
    kind: 'json',
    value: [1],
  });
  expect(jsonValue(answered({ body: '{' }))).toStrictEqual({
    kind: 'unreadable',
    why: 'the body is not JSON',
  });
});

describe('a body that was not read completely', () => {
  test.each([
    ['suite', 'unread'],
    ['target', 'unreadable'],
  ] as const)('by the doing of the %s is %s', (blame, kind) => {
    const exchange = answered({ body: '{}', incomplete: { blame, message: 'too much' } });
    for (const read of [jsonBody, jsonValue]) expect(read(exchange)).toStrictEqual({ kind, why: 'too much' });
  });
});

test('the same bytes are parsed once', () => {
  const exchange = answered({ body: '{"a":1}' });
  expect(jsonBody(exchange)).toBe(jsonBody(exchange));
});

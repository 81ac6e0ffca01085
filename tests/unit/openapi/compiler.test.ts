import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { compiler } from '../../../src/openapi/compiler.ts';
import { areDistinct } from '../../../src/openapi/distinct.ts';
import { validatorOf } from '../../../src/openapi/schema.ts';
import { maxErrors } from '../../../src/openapi/violations.ts';

const many = 50_000;
const list = (item: unknown) => Array.from({ length: many }, () => item);

/** Each makes one error or more for each of very many values. */
const floods: readonly (readonly [string, Readonly<Record<string, unknown>>, unknown])[] = [
  ['items', { items: { type: 'string' } }, list(1)],
  ['items in items', { items: { items: { type: 'string' } } }, list([1, 1])],
  ['branches of anyOf', { items: { anyOf: [{ type: 'string' }, { required: ['a'] }] } }, list({})],
  ['branches of oneOf', { items: { oneOf: [{ required: ['b'] }, { required: ['a'] }] } }, list({})],
  ['an item that is not there', { contains: { type: 'string', minLength: 2 } }, list(1)],
  ['names', { propertyNames: { maxLength: 0 } }, Object.fromEntries(list(0).map((_, at) => [`n${at}`, at]))],
  [
    'members that match a pattern',
    { patternProperties: { n: { type: 'string' } } },
    Object.fromEntries(list(0).map((_, at) => [`n${at}`, at])),
  ],
  [
    'undocumented members',
    { additionalProperties: false },
    Object.fromEntries(list(0).map((_, at) => [`n${at}`, at])),
  ],
  ['items that no keyword evaluates', { unevaluatedItems: false }, list(1)],
  ['good practice', { items: { 'x-should': { type: 'string' } } }, list(1)],
  [
    'a schema that refers to itself',
    { properties: { all: { items: { $ref: '#' } } }, type: 'string' },
    { all: list({ all: [1, 2] }) },
  ],
];

test.each(floods)('errors of %s are not all kept', (_name, schema, value) => {
  const validate = compiler(true).compile(schema);
  expect(validate(value)).toBe(false);
  expect(validate.errors?.length).toBeGreaterThan(0);
  expect(validate.errors?.length).toBeLessThanOrEqual(2 * maxErrors);
  // With holes, an array is longer than what is in it.
  expect(validate.errors?.every((error) => typeof error.keyword === 'string')).toBe(true);
});

test('the code that keeps errors has no other form than those that are replaced', () => {
  const codes: string[] = [];
  const ajv = compiler(true);
  const { process } = ajv.opts.code;
  ajv.opts.code.process = (code, schema) => {
    const bounded = process?.(code, schema) ?? code;
    codes.push(bounded);
    return bounded;
  };
  for (const [, schema] of floods) ajv.compile({ ...schema });
  if (process) ajv.opts.code.process = process;
  const unbounded = codes.join('\n').matchAll(/.{60}vErrors\.(?:push|concat|length = (?!Math\.min)).{30}/gs);
  for (const [found] of unbounded) expect(found).toContain(`vErrors.length < ${maxErrors}`);
});

test.each([
  ['anyOf', { anyOf: [{ items: { type: 'string' } }, { maxItems: 60_000 }] }, true],
  ['oneOf', { oneOf: [{ items: { type: 'string' } }, { maxItems: 60_000 }] }, true],
  ['not', { not: { items: { type: 'string' } } }, true],
  ['not, not', { not: { not: { items: { type: 'string' } } } }, false],
  ['if', { if: { items: { type: 'string' } }, else: { maxItems: 60_000 } }, true],
  ['after other errors', { allOf: [{ items: { type: 'string' } }, { anyOf: [{ type: 'array' }] }] }, false],
])('errors that are not kept still count: %s', (_name, schema, valid) =>
  expect(compiler(true).validate(schema, list(1))).toBe(valid),
);

test('good practice leaves room for what is required', () => {
  const validate = validatorOf({
    items: { 'x-should': { type: 'string' }, maximum: 1 },
  });
  const found = validate([...list(1), 2]);
  expect(found.filter(({ advisory }) => !advisory).map(({ pointer }) => pointer)).toEqual([`/${many}`]);
});

test('good practice does not decide which branch fits', () => {
  const validate = validatorOf({ anyOf: [{ type: 'integer', 'x-should': { minimum: 1 } }] });
  expect(validate(0)).toEqual([]);
});

describe('uniqueItems', () => {
  test.each<[string, readonly unknown[], boolean]>([
    [
      'other order of members',
      [
        { a: 1, b: [2] },
        { b: [2], a: 1 },
      ],
      false,
    ],
    ['texts and numbers', ['1', 1], true],
    ['null, true and their names', [null, 'null', true, 'true'], true],
    ['lists and their items', [['a', 'b'], ['a,b'], [['a'], 'b']], true],
    ['0 and -0', [0, -0], false],
    ['infinite numbers', [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, null], true],
  ])('%s', (_name, items, distinct) => expect(areDistinct(items)).toBe(distinct));

  test('agrees with comparing each two items', () => {
    const ajv = compiler(true);
    fc.assert(
      fc.property(fc.array(fc.jsonValue({ maxDepth: 2 }), { maxLength: 8 }), (values) => {
        // JSON text has no -0.
        const items: unknown[] = JSON.parse(JSON.stringify(values));
        const same = items.some((item, at) =>
          items.slice(at + 1).some((other) => isDeepStrictEqual(item, other)),
        );
        return ajv.validate({ uniqueItems: true }, items) === !same;
      }),
    );
  });

  test('is not asked for by false', () => expect(validatorOf({ uniqueItems: false })([1, 1])).toEqual([]));

  test('neither length nor depth of the items matters', () => {
    const deep = JSON.parse(`${'['.repeat(19_000)}${']'.repeat(19_000)}`);
    expect(areDistinct([deep, [deep]])).toBe(true);
    expect(areDistinct(Array.from({ length: 20_000 }, (_, at) => ({ at })))).toBe(true);
  });
});

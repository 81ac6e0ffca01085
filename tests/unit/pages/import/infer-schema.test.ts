import type { Json } from '../../../../src/model/json.ts';
import { inferSchema } from '../../../../src/pages/import/infer-schema.ts';

describe('schemas', () => {
  const of = (...values: readonly Json[]) =>
    inferSchema(values.map((value) => ({ value, elided: () => false })));
  const rows: readonly (readonly [name: string, values: readonly Json[], schema: object])[] = [
    [
      'what every example has is required',
      [{ a: 1, b: 'x' }, { a: 2 }],
      { type: 'object', required: ['a'], properties: { a: { type: 'integer' }, b: { type: 'string' } } },
    ],
    ['types that differ', [1, 'x'], { type: ['integer', 'string'] }],
    ['integers and other numbers', [1, 2.5], { type: 'number' }],
    [
      'null alone, whose type is not known',
      [{ a: null }],
      { type: 'object', required: ['a'], properties: { a: {} } },
    ],
    ['null and another', [null, true], { type: ['null', 'boolean'] }],
    ['a format that every text has', ['2031-05-01', '2031-06-01'], { type: 'string', format: 'date' }],
    ['no format when one text differs', ['2031-05-01', 'tomorrow'], { type: 'string' }],
    ['a UUID', ['d4603f69-ec7e-4e9b-803f-600b9205576f'], { type: 'string', format: 'uuid' }],
    ['items of all lists', [[1], [], ['x']], { type: 'array', items: { type: ['integer', 'string'] } }],
    ['objects without members', [{}], { type: 'object', properties: {} }],
  ];
  test.each(rows)('%s', (_name, values, schema) => expect(of(...values).schema).toEqual(schema));

  test('an ellipsis is reported as unknown', () => {
    const { unknown } = inferSchema([{ value: { a: {} }, elided: (pointer) => pointer === '/a' }]);
    expect(unknown).toEqual(['a: an example omits members (...)']);
  });
});

import fc from 'fast-check';
import { restoreRepeats, withoutRepeats } from '../../../src/util/repeats.ts';

/** As the build stores a value, and a run reads it. */
function stored(value: unknown): unknown {
  const read = JSON.parse(JSON.stringify(withoutRepeats(value)));
  restoreRepeats(read);
  return read;
}

test('any JSON value comes back', () =>
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const plain = JSON.parse(JSON.stringify(value));
      expect(stored([plain, { again: plain, more: [plain] }])).toEqual([
        plain,
        { again: plain, more: [plain] },
      ]);
    }),
  ));

test('what is repeated is written once, and is one object then', () => {
  const fault = { code: 404, of: ['a', 'b'] };
  const value = { first: fault, later: [{ ...fault }, ['a', 'b']] };
  expect(JSON.stringify(withoutRepeats(value)).match(/404/g)).toHaveLength(1);
  const read = stored(value);
  expect(read).toEqual(value);
  expect(read).toMatchObject({ later: [{ code: 404 }, ['a', 'b']] });
  const objects = new Set(objectsIn(read));
  expect(objects.size).toBe(4);
});

const objectsIn = (value: unknown): object[] =>
  typeof value === 'object' && value !== null ? [value, ...Object.values(value).flatMap(objectsIn)] : [];

test('a value that was not made so stays as it is', () => {
  const value = { a: [{ b: 1 }], $repeat: 'every day' };
  restoreRepeats(value);
  expect(value).toEqual({ a: [{ b: 1 }], $repeat: 'every day' });
});

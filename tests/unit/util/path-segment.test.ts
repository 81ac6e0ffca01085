import fc from 'fast-check';
import { comparableId, encodeSegment, isPlainId } from '../../../src/util/path-segment.ts';

test.each(['i1', 'A-b_c.d~e', '7', '0', '10', 'a..b', '11111111-2222-4333-8444-555555555555'])(
  'every target reads %s as it is',
  (id) => expect([isPlainId(id), encodeSegment(id)]).toEqual([true, id]),
);

test.each([
  [' 7', '%207'],
  ['7\u200b', '7%E2%80%8B'],
  ['a/b', 'a%2Fb'],
  ['./a', '.%2Fa'],
  ['a;v=1', 'a%3Bv%3D1'],
  ['a?x', 'a%3Fx'],
  ['a#', 'a%23'],
  ['%61', '%2561'],
  ["(a)*!'", '%28a%29%2A%21%27'],
  ['007', '007'],
  ['00', '00'],
  ['.', '%2E'],
  ['..', '%2E%2E'],
  ['', ''],
])('a target may read %j as another', (id, encoded) =>
  expect([isPlainId(id), encodeSegment(id)]).toEqual([false, encoded]),
);

test('a segment holds only unreserved characters and escapes, and means the id', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (id) => {
      const encoded = encodeSegment(id);
      expect(encoded).toMatch(/^(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})*$/);
      expect(decodeURIComponent(encoded)).toBe(id);
    }),
  );
});

test.each([
  ['ABC', 'abc'],
  ['%41bc', 'abc'],
  ['%zz', '%ZZ'],
])('%s and %s are compared as one', (one, other) => expect(comparableId(one)).toBe(comparableId(other)));

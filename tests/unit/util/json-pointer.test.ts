import { atPath, atPointer, pointerNames, pointerTo } from '../../../src/util/json-pointer.ts';

test.each([
  ['', { a: 1 }, { a: 1 }],
  ['/a', { a: 1 }, 1],
  ['/a/1/b', { a: [0, { b: null }] }, null],
  ['/', { '': 1 }, 1],
  // RFC 6901 §3
  ['/a~1b', { 'a/b': 1, ab: 2 }, 1],
  ['/a~0b', { 'a~b': 1, ab: 2 }, 1],
  ['/a~01', { 'a~1': 1, 'a/': 2 }, 1],
  ['/b', { a: 1 }, undefined],
  ['/a/b', { a: null }, undefined],
  ['/a/length', { a: 'text' }, undefined],
  ['/a/b', { a: 7 }, undefined],
  ['/toString', {}, undefined],
  ['/a/__proto__', { a: {} }, undefined],
])('the value at %j of %j is %j', (pointer, value, expected) =>
  expect(atPointer(value, pointer)).toEqual(expected),
);

test.each([
  ['', [], ''],
  ['', ['a', 'b'], '/a/b'],
  ['/a', ['b/c', 'd~e', ''], '/a/b~1c/d~0e/'],
])('%j with %j appended is %j', (pointer, names, expected) => {
  expect(pointerTo(pointer, ...names)).toBe(expected);
  expect(pointerNames(expected)).toEqual([...pointerNames(pointer), ...names]);
});

test('a path leads through objects and arrays', () => {
  expect(atPath({ a: [{ 'b/c': 1 }] }, 'a', '0', 'b/c')).toBe(1);
  expect(atPath({ a: 1 }, 'a', 'b', 'c')).toBeUndefined();
});

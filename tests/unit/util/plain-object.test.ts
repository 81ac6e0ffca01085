import { runInNewContext } from 'node:vm';
import { isPlainObject } from '../../../src/util/plain-object.ts';

test.each<[string, unknown, boolean]>([
  ['an object literal', { a: 1 }, true],
  ['an object without a prototype', Object.create(null), true],
  ['an object of another realm', runInNewContext('({ a: 1 })'), true],
  ['a module namespace', { ...Object.create(null), default: 1 }, true],
  ['an array', [], false],
  ['null', null, false],
  ['undefined', undefined, false],
  ['a string', 'text', false],
  ['a function', () => {}, false],
  ['a Map', new Map(), false],
  ['an Error', new Error('x'), false],
  ['an instance of a class', new (class Thing {})(), false],
])('%s', (_title, value, expected) => expect(isPlainObject(value)).toBe(expected));

import { inexactInteger } from '../../../src/checks/inexact-integer.ts';

test.each([
  ['404.0000000000000001', '404.0000000000000001'],
  ['[1, {"a": -1.00000000000000000001}]', '-1.00000000000000000001'],
  ['9007199254740993.5', '9007199254740993.5'],
  ['4040000000000000000001e-19', '4040000000000000000001e-19'],
  ['1e-400', '1e-400'],
  ['404', undefined],
  ['404.0', undefined],
  ['4.04e2', undefined],
  ['40400e-2', undefined],
  ['0.000e-5', undefined],
  ['1e400', undefined],
  ['9007199254740993', undefined],
  ['0.1', undefined],
  ['"404.0000000000000001"', undefined],
  [JSON.stringify({ '"1.00000000000000000001\\': '\\' }), undefined],
])('of %s it is %s', (text, expected) => {
  expect(inexactInteger(text)).toBe(expected);
});

import { inexactIntegers } from '../../../src/checks/inexact-integer.ts';

/** With what an exact reader has in place of the number, and what was written. */
test.each([
  ['404.0000000000000001', '404.5', '"404.0000000000000001"'],
  ['[1, {"a": -1.00000000000000000001}]', '[1, {"a": -0.5}]', '[1, {"a": "-1.00000000000000000001"}]'],
  // Doubles of this size have no halves.
  ['9007199254740993.5', '0.5', '"9007199254740993.5"'],
  ['4040000000000000000001e-19', '404.5', '"4040000000000000000001e-19"'],
  ['1e-400', '0.5', '"1e-400"'],
  ['[1e-400, 1.0, 2.00000000000000000001]', '[0.5, 1.0, 2.5]', '["1e-400", 1.0, "2.00000000000000000001"]'],
])('only some parsers read %s as an integer', (text, exact, written) =>
  expect(inexactIntegers(text)).toEqual({ exact, written }),
);

test.each([
  '404',
  '404.0',
  '4.04e2',
  '40400e-2',
  '0.000e-5',
  '1e400',
  '9007199254740993',
  '0.1',
  '"404.0000000000000001"',
  JSON.stringify({ '"1.00000000000000000001\\': '\\' }),
])('all parsers read %s alike', (text) => expect(inexactIntegers(text)).toBeUndefined());

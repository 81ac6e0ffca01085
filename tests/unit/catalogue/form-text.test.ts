import { formText, leavesOf, multipartText } from '../../../src/catalogue/form-text.ts';
import type { Value } from '../../../src/model/json.ts';

test.each<[value: Value, leaves: ReturnType<typeof leavesOf>]>([
  [
    { a: 'x', b: [1, true] },
    [
      ['a', 'x'],
      ['b', '1'],
      ['b', 'true'],
    ],
  ],
  ['text', undefined],
  [null, undefined],
  [['a'], undefined],
  [{}, undefined],
  [{ a: [] }, undefined],
  [{ a: 'x', b: { c: 1 } }, undefined],
  [{ a: null }, undefined],
])('%j as a form', (value, leaves) => expect(leavesOf(value)).toEqual(leaves));

test('a form is written as one line, or as parts', () => {
  const leaves = leavesOf({ a: 'x y', b: 2 }) ?? [];
  expect(formText(leaves)).toBe('a=x+y&b=2');
  const part = (name: string, value: string) =>
    `--conformance-part\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  expect(multipartText(leaves)).toBe(`${part('a', 'x y')}${part('b', '2')}--conformance-part--\r\n`);
});

import { type AllowedCode, allowsCode, partsOfCode } from '../../../src/catalogue/allowed-code.ts';

test.each<[code: AllowedCode, parts: ReturnType<typeof partsOfCode>]>([
  [404, { status: 404 }],
  ['404', { status: 404 }],
  ['lend.a_book-2/404', { operationId: 'lend.a_book-2', status: 404 }],
  ['lend/599', { operationId: 'lend', status: 599 }],
  ['lend', undefined],
  ['lend/', undefined],
  ['/404', undefined],
  ['lend/604', undefined],
  ['lend/4x4', undefined],
  ['lend/40x', undefined],
  ['lend/4040', undefined],
  ['a b/404', undefined],
  ['lend/a/404', undefined],
])('the code %j has the parts %j', (code, parts) => expect(partsOfCode(code)).toStrictEqual(parts));

test.each<[codes: readonly AllowedCode[], allowed: boolean]>([
  [[], false],
  [[404], true],
  [[400, 'lend/404'], true],
  [['lend/400'], false],
  [['return/404'], false],
])('of %j, 404 of an operation is allowed: %s', (codes, allowed) =>
  expect(allowsCode(codes, { operationId: 'lend', status: 404 })).toBe(allowed),
);

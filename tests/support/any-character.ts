import fc from 'fast-check';

/**
 * Any character of Unicode, as a `unit` of strings. Those of fast-check are mapped back and forth in a table of all of them,
 * which takes a second to make in each file of tests.
 */
export const anyCharacter: fc.Arbitrary<string> = fc
  .oneof({ arbitrary: fc.nat(0x7f), weight: 2 }, fc.nat(0xffff), fc.nat(0x10ffff))
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code));

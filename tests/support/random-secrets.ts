import fc from 'fast-check';
import { createRedactor } from '../../src/secrets/redaction.ts';
import { encodings, paddingLength } from './encodings.ts';

/** What can be a header field's value, and so a token. */
const character = fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code));
const secret = fc.oneof(
  fc.string({ unit: character, minLength: 8, maxLength: 40 }),
  fc.string({ unit: character, minLength: 8, maxLength: 8192, size: 'max' }),
  fc.string({ unit: fc.constantFrom(...'ABCDEFGHabcdefgh0123456789+/='), minLength: 8, maxLength: 300 }),
);
const encoding = fc.constantFrom(...Object.keys(encodings));
/** What may stand around it: nothing that would make its first or last characters part of something else. */
const neighbour = fc
  .string({ unit: fc.constantFrom(...' ":,<>{}[]|'), maxLength: 10 })
  .map((text) => ` ${text} `);

/** More than a body may have takes seconds to search, and shows no more. */
const longest = 150_000;

/** Expects of random secrets, encoded twice, that nothing of them is left in a text. */
export function expectNoEncodingToHide(numRuns: number): void {
  fc.assert(
    fc.property(secret, encoding, encoding, neighbour, neighbour, (value, inner, outer, before, after) => {
      const encoded = [inner, outer].reduce((text, name) => encodings[name]?.(text) ?? text, value);
      fc.pre(encoded.length <= longest);
      const { redact, contains } = createRedactor([{ value, name: 'S' }]);
      const text = `${before}${encoded}${after}`;
      const redacted = redact(text);
      expect(contains(text)).toBe(true);
      expect(redacted.startsWith(`${before}$S`) && redacted.endsWith(after)).toBe(true);
      const left = redacted.length - before.length - '$S'.length - after.length;
      expect(left).toBeLessThanOrEqual(paddingLength(outer));
    }),
    // The texts are long: making a failing one shorter would take minutes.
    { numRuns, endOnFailure: true },
  );
}

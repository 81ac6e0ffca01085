import { array, assert, constantFrom, nat, oneof, property, string } from 'fast-check';
import { createRedactor } from '../../../src/secrets/redaction.ts';

/** The last look at a report, which comes in pieces (decision 0032). */
const value = 'a-token-of-some-length';
const { found } = createRedactor([{ name: 'TOKEN', value }]);
const spelled = [value, encodeURIComponent(`${value}!`), Buffer.from(value).toString('base64')];

test('a secret is found wherever the pieces end', () => {
  const around = oneof(string({ maxLength: 50 }), constantFrom('x'.repeat(300_000), '.\n'.repeat(100_000)));
  assert(
    property(
      around,
      constantFrom(...spelled),
      around,
      array(nat(400_000)),
      (before, spelling, after, ends) => {
        const text = `${before} ${spelling} ${after}`;
        const middle = before.length + 5;
        const cuts = [0, ...[...ends, middle].filter((end) => end < text.length), text.length].toSorted(
          (a, b) => a - b,
        );
        const pieces = cuts.slice(1).map((end, index) => text.slice(cuts[index], end));
        expect(found(pieces)).toBe('TOKEN');
        expect(found([`${before} `, ` ${after}`])).toBeUndefined();
      },
    ),
    { numRuns: 40 },
  );
});

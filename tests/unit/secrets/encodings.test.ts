import { createRedactor } from '../../../src/secrets/redaction.ts';
import { encodings, paddingLength } from '../../support/encodings.ts';
import { expectNoEncodingToHide } from '../../support/random-secrets.ts';

// `tests/slow/redaction.test.ts` goes on from here.
test('a random secret is found in random chains of two encodings', () => expectNoEncodingToHide(40));

/** Of signs that are encoded, and of those that begin what looks like an encoding. */
const secrets = ['a%41b&amp;c\\u0041=41~0', 'tokéns & öther'];

describe.each(secrets.map((value) => ({ value })))('$value', ({ value }) => {
  const { redact } = createRedactor([{ value, name: 'S' }]);
  const pairs = Object.keys(encodings).flatMap((inner) =>
    Object.keys(encodings).map((outer) => [inner, outer] as const),
  );
  test.each(pairs)('is found in %s in %s', (inner, outer) => {
    const encoded = encodings[outer]?.(encodings[inner]?.(value) ?? '') ?? '';
    const redacted = redact(`<${encoded}>`);
    expect(redacted).toMatch(/^<\$S.*>$/s);
    expect(redacted.length).toBeLessThanOrEqual('<$S>'.length + paddingLength(outer));
  });
});

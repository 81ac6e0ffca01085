import { createRedactor } from '../../src/secrets/redaction.ts';
import { expectNoSecretToSurvive } from '../support/planted-secrets.ts';
import { expectNoEncodingToHide } from '../support/random-secrets.ts';

/** As in `tests/unit/secrets/redaction.test.ts`, with more texts. */
test.each(Array.from({ length: 140 }, (_, index) => 20 + 2 * index))(
  'planted secrets never survive (seed %d)',
  expectNoSecretToSurvive,
);

test('a random secret is found in random chains of two encodings', () => expectNoEncodingToHide(500));

// No clock: a search whose time grew with the square of the length would take an hour here.
test('texts made to mislead the patterns are searched in linear time, and hold no secret', () => {
  const redactor = createRedactor(
    Array.from({ length: 5 }, (_, n) => ({ value: `${n}-${'%25"\\'.repeat(6)}`, name: `S${n}` })),
  );
  for (const unit of ['%25', '\\', '&#0000', 'abcdefgh', '%25"\\', '0-%25"\\%2']) {
    const text = unit.repeat(500_000 / unit.length);
    expect(redactor.redact(text) === text).toBe(true);
  }
});

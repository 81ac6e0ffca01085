import { expectNoSecretToSurvive } from '../support/planted-secrets.ts';
import { expectNoEncodingToHide } from '../support/random-secrets.ts';

/** As in `tests/unit/secrets/redaction.test.ts`, with more texts. */
test.each(Array.from({ length: 240 }, (_, index) => 60 + index))(
  'planted secrets never survive (seed %d)',
  expectNoSecretToSurvive,
);

test('a random secret is found in random chains of two encodings', () => expectNoEncodingToHide(1000));

import { expectNoSecretToSurvive } from '../support/planted-secrets.ts';

/** As in `tests/unit/secrets/redaction.test.ts`, with more texts. */
test.each(Array.from({ length: 240 }, (_, index) => 60 + index))(
  'planted secrets never survive (seed %d)',
  expectNoSecretToSurvive,
);

import { readVerifierResult } from '../../../src/pact/verifier-result.ts';

/** The verifier's result as findings. */

const result = (outcome: 'OK' | 'Error', rest: object = {}) =>
  JSON.stringify({ interactionResults: [{ result: outcome }], errors: [], pendingErrors: [], ...rest });

const mismatch = (...mismatches: readonly object[]) => [{ mismatch: { type: 'mismatches', mismatches } }];

test('a good result has none', () => expect(readVerifierResult(result('OK'))).toEqual({ findings: [] }));

test.each([
  [
    'status',
    { type: 'StatusMismatch', expected: 202, actual: 404, mismatch: 'no' },
    { location: 'status', expected: '202', actual: '404' },
  ],
  [
    'header',
    { type: 'HeaderMismatch', key: 'X', expected: '"a"', actual: '', mismatch: 'no' },
    { location: 'header X', expected: '"a"' },
  ],
  [
    'body',
    { type: 'BodyMismatch', path: '$.a', expected: '"a"', actual: '1', mismatch: 'no' },
    { location: 'body $.a', expected: '"a"', actual: '1' },
  ],
  ['media type', { type: 'BodyTypeMismatch', mismatch: 'no' }, { location: 'body' }],
])('a mismatch of the %s', (_name, one, finding) => {
  const { findings } = readVerifierResult(result('Error', { errors: mismatch(one) }));
  expect(findings).toEqual([
    { check: 'pact_verification', severity: 'deviation', message: 'Pact: no', ...finding },
  ]);
});

test('failures of pending interactions count, and whatever else went wrong', () => {
  expect(
    readVerifierResult(result('Error', { pendingErrors: mismatch({ mismatch: 'no' }) })).findings,
  ).toHaveLength(1);
  const { findings } = readVerifierResult(
    result('Error', { errors: [{ mismatch: { type: 'error', message: 'reset' } }] }),
  );
  expect(findings).toMatchObject([{ location: 'exchange', message: 'Pact: reset' }]);
});

test.each([
  ['no JSON', 'crashed'],
  ['no interaction', JSON.stringify({ interactionResults: [] })],
  ['a failure without a reason', result('Error')],
])('%s is no result', (_name, text) => expect(readVerifierResult(text).unusable).toBeDefined());

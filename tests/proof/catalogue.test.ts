import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { catalogueFor } from '../../src/app/derive-catalogue.ts';
import { specificationIn } from '../../src/app/specification-text.ts';
import type { RunResult } from '../../src/model/result.ts';
import { caseOf, idsOf, report } from '../support/run.ts';

/**
 * The catalogue against the built-in target: one run, one test for each case. Jest wants the names of tests at once,
 * so the specification is read as the build prepared it.
 */
const prepared = fileURLToPath(new URL('../../dist/spec/specification.json', import.meta.url));
const { cases } = catalogueFor(specificationIn(readFileSync(prepared, 'utf8')));

let result: RunResult;

beforeAll(async () => {
  ({ result } = await report([]));
});

test('the build is up to date: its cases are those of the run', () => {
  expect(cases.map(({ id }) => id)).toEqual(idsOf(result.cases));
});

test.each(cases.map(({ id, title }) => ({ id, title })))('$id: $title', ({ id }) => {
  const { verdict, reason, findings } = caseOf(result, id);
  const deviations = findings.filter(({ severity }) => severity === 'deviation');
  expect({ verdict, reason, deviations }).toMatchObject({
    verdict: expect.stringMatching(/^(conforms|tolerated)$/),
    deviations: [],
  });
});

test('22 operations are conformant: every documented code was shown, or is excluded with a reason', () => {
  expect(result.operations.map(({ conclusion }) => conclusion)).toEqual(Array(22).fill('conformant'));
  expect(result.coverage.map(({ verdict }) => verdict)).toEqual(
    result.coverage.map(({ reason }) => (reason === undefined ? 'conforms' : 'excluded')),
  );
  expect(result.conclusion).toBe('conformant');
});

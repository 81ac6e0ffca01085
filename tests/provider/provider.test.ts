import { readFileSync } from 'node:fs';
import { contractFile } from '../../src/cli/pact.ts';
import { readContract } from '../../src/pact/contract.ts';
import type { CaseResult } from '../../src/result.ts';
import { type Reported, report } from '../support/suite/run.ts';

/**
 * The contract against any target, with one test for each interaction. It takes what `clouddb-conformance verify` takes,
 * from the same variables, `CLOUDDB_…` or `CONFORMANCE_…`, or from the config file that `CLOUDDB_CONFIG` names:
 *
 *     CONFORMANCE_TARGET=https://staging.example CONFORMANCE_ACCOUNT=1234 … npx jest --selectProjects provider
 *
 * Without a target it verifies the reference implementation.
 */

const options = Object.entries(process.env)
  .filter(
    (entry): entry is [string, string] => /^(CLOUDDB|CONFORMANCE)_/.test(entry[0]) && entry[1] !== undefined,
  )
  .map(([name, value]): [string, string] => [name.replace(/^CONFORMANCE_/, 'CLOUDDB_'), value]);

let verified: Reported;

beforeAll(async () => {
  verified = await report(['verify'], { env: Object.fromEntries(options) });
}, 1_800_000);

const { interactions } = readContract(readFileSync(contractFile, 'utf8'), contractFile);

test.each(interactions)('$description', ({ id }) => {
  const found = verified.result.cases.find((item) => item.id === id);
  // Not brought about, not allowed, spoiled: nothing was shown, so nothing passes.
  if (found?.verdict !== 'conforms' && found?.verdict !== 'tolerated') throw new Error(failure(found));
});

afterAll(() => {
  const tolerated = verified.result.cases.filter(({ verdict }) => verdict === 'tolerated');
  if (tolerated.length === 0) return;
  const lines = tolerated.map(({ id, reason }) => `  tolerated  ${id}: ${reason}\n`);
  process.stdout.write(
    `${tolerated.length} of ${interactions.length} interactions tolerated\n${lines.join('')}`,
  );
});

function failure(found: CaseResult | undefined): string {
  if (!found) return 'The interaction was not verified.';
  const { verdict, reason, testableBy, findings, exchanges } = found;
  return [
    `${verdict}${reason === undefined ? '' : `: ${reason}`}`,
    ...(testableBy === undefined ? [] : [`testable by: ${testableBy}`]),
    ...findings.map(({ severity, location, message }) => `${severity} (${location}): ${message}`),
    ...exchanges.slice(-1).map(({ curl }) => curl),
  ].join('\n');
}

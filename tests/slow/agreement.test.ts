import { join } from 'node:path';
import { deviants } from '../proof/deviants/index.ts';
import { isComparable, unexplained } from '../proof/pact/agreement.ts';
import { startVerifying, type Verifying } from '../proof/pact/verifying.ts';
import { inScope, loadSuite, type Suite } from '../proof/proof/suite.ts';

/** As `agreement-of-kinds.test.ts`, with the deviants that differ in a body, where Pact sees the least. */

let suite: Suite;
let verifying: Verifying;

beforeAll(async () => {
  suite = inScope(await loadSuite(join(__dirname, '../..')));
  verifying = await startVerifying(suite);
});
afterAll(() => verifying.close());

const chosen = [
  ...deviants.filter(({ name }) => /^(fault-415|fault-413)-/.test(name)),
  // There are hundreds of them.
  ...deviants.filter(({ name }) => /^accepted-/.test(name)).filter((_, index) => index % 6 === 0),
].filter(isComparable);

test.each(chosen)('about $name', async (provider) =>
  expect(await unexplained(suite, verifying, provider)).toEqual([]),
);

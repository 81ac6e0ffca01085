import { join } from 'node:path';
import { invariants } from '../../../contracts/invariants/index.ts';
import { sayables } from '../../../src/pact/interaction.ts';
import { deviants, deviantsByKind } from '../deviants/index.ts';
import { variantsByKind } from '../lawful/index.ts';
import type { Provider } from '../proof/behaviour.ts';
import { loadSuite, type Suite } from '../proof/suite.ts';
import { differences, whyUnseen } from './agreement.ts';
import { startVerifying, type Verifying } from './verifying.ts';

/** The run and the Pact verification say the same of each case, except for what Pact is known not to see. */

jest.setTimeout(60_000);
const root = join(__dirname, '../../..');
let suite: Suite;
let verifying: Verifying;
let notSeen: (id: string) => readonly string[];

beforeAll(async () => {
  suite = await loadSuite(root);
  verifying = await startVerifying(suite);
  const said = sayables(suite.catalogue, { examples: {}, invariants });
  notSeen = (id) => {
    const pact = said.get(id);
    return pact?.said ? pact.notSeen : [];
  };
});
afterAll(() => verifying.close());

async function unexplained(provider: Provider): Promise<readonly string[]> {
  const found = await differences(suite, verifying, provider);
  return found.flatMap(({ id, run, pact }) => {
    // Pact sees less, never more: what it finds wrong and the run does not would be a false alarm.
    if (run.verdict !== 'deviates') return [`${id}: ${run.verdict} in the run, ${pact.verdict} with Pact`];
    return run.findings
      .filter(({ severity }) => severity === 'deviation')
      .filter((finding) => whyUnseen(finding, notSeen(id)) === undefined)
      .map(({ location, message }) => `${id}: ${location}: ${message}`);
  });
}

test('about the reference implementation', async () => {
  const plain: Provider = { name: 'reference', sentence: 'Is as it is.', make: () => ({}) };
  expect(await differences(suite, verifying, plain)).toEqual([]);
});

/** What goes by the number of requests cannot be compared: strict interactions make a verification send more of them. */
const counting = /^every-|now-and-then|^closes-a-used/;
const comparable = ({ name, terms }: Provider) => !terms?.given && !counting.test(name);

/** Of each kind some: most of the others take a whole run and a whole verification. `PROVE_ALL=1` takes all. */
const chosen = [
  ...deviants.filter(({ name }) => /^(fault-415|fault-413)-/.test(name)),
  ...deviants.filter(({ name }) => /^accepted-/.test(name)).filter((_, index) => index % 6 === 0),
  ...Object.values(deviantsByKind).flatMap((kind) => kind.filter(comparable).slice(-1)),
  ...Object.values(variantsByKind).flatMap((kind) => kind.filter(comparable).slice(0, 1)),
];
const all = [...deviants, ...Object.values(variantsByKind).flat()];

test.each([...new Set(process.env.PROVE_ALL === '1' ? all : chosen)].filter(comparable))(
  'about $name',
  async (provider) => expect(await unexplained(provider)).toEqual([]),
);

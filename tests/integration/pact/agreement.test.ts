import { join } from 'node:path';
import { invariants } from '../../../contracts/invariants/index.ts';
import { representable } from '../../../src/pact/interaction.ts';
import { deviants, deviantsByKind } from '../../proof/deviants/index.ts';
import { variantsByKind } from '../../proof/lawful/index.ts';
import type { Answer, Provider } from '../../proof/proof/behaviour.ts';
import { headed, texted, when } from '../../proof/proof/behaviours.ts';
import { loadSuite, type Suite } from '../../proof/proof/suite.ts';
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
  const said = representable(suite.catalogue, { examples: {}, invariants });
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

/** JSON that says the same, or more, in a way that Pact's reader alone stumbles over. */
const writings: readonly (readonly [name: string, change: (text: string) => string])[] = [
  ['integers written as decimals', (text) => text.replace(/"(code|size|ram)":(\d+)/g, '"$1":$2.0')],
  ['a byte order mark', (text) => `\ufeff${text}`],
  ['a lone surrogate', (text) => text.replace(/"(message|name)":"/g, '$&\\ud800')],
  ['a number beyond a double', (text) => text.replace(/"(code|volume)":/g, '"more":1e400,$&')],
  [
    'deep nesting',
    (text) => text.replace(/"(code|volume)":/g, `"more":${'['.repeat(200)}${']'.repeat(200)},$&`),
  ],
];

test.each(writings)('about JSON with %s', async (_name, change) => {
  const written = (answer: Answer) => texted(answer, change(answer.body.toString()));
  const make = when((_, { body }) => body.byteLength > 0, written);
  const provider: Provider = { name: 'writing', sentence: 'Writes its JSON otherwise.', make };
  expect(await differences(suite, verifying, provider)).toEqual([]);
});

/** What Pact's rules let pass although it is wrong. */
const passing: readonly (readonly [name: string, change: (answer: Answer) => Answer])[] = [
  [
    'a day that no calendar has',
    (answer) =>
      texted(
        answer,
        answer.body.toString().replace(/"(created|updated)":"[^"]*"/g, '"$1":"2026-02-30T10:00:00Z"'),
      ),
  ],
  [
    'a media type that is sent twice',
    (answer) => ({
      ...answer,
      headers: [
        ...headed(answer, 'Content-Type', 'application/json').headers,
        ['Content-Type', 'application/json'],
      ],
    }),
  ],
];

test.each(passing)('about %s', async (_name, change) => {
  const make = when((_, { status }) => status === 202, change);
  expect(await unexplained({ name: 'passing', sentence: 'Is wrong unseen.', make, touches: 202 })).toEqual(
    [],
  );
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

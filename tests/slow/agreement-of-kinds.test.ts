import { join } from 'node:path';
import { deviantsByKind } from '../proof/deviants/index.ts';
import { variantsByKind } from '../proof/lawful/index.ts';
import { differences, isComparable, unexplained } from '../proof/pact/agreement.ts';
import { startVerifying, type Verifying } from '../proof/pact/verifying.ts';
import type { Answer, Provider } from '../proof/proof/behaviour.ts';
import { headed, texted, when } from '../proof/proof/behaviours.ts';
import { inScope, loadSuite, type Suite } from '../proof/proof/suite.ts';

/**
 * The run and the Pact verification say the same of each case, except for what Pact is known not to see. Here with one
 * provider of each kind; `agreement.test.ts` takes more of them.
 */

let suite: Suite;
let verifying: Verifying;

beforeAll(async () => {
  suite = inScope(await loadSuite(join(__dirname, '../..')));
  verifying = await startVerifying(suite);
});
afterAll(() => verifying.close());

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
  const provider: Provider = { name: 'passing', sentence: 'Is wrong unseen.', make, touches: 202 };
  expect(await unexplained(suite, verifying, provider)).toEqual([]);
});

const oneOfEachKind: readonly Provider[] = [
  ...Object.values(deviantsByKind).flatMap((kind) => kind.filter(isComparable).slice(-1)),
  ...Object.values(variantsByKind).flatMap((kind) => kind.filter(isComparable).slice(0, 1)),
];

test.each(oneOfEachKind)('about $name', async (provider) =>
  expect(await unexplained(suite, verifying, provider)).toEqual([]),
);

import '../support/pact-variables.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MatchersV3, PactV4 } from '@pact-foundation/pact';
import { invariants } from '../../contracts/invariants/index.ts';
import { catalogueFor } from '../../src/app/derive-catalogue.ts';
import { parties } from '../../src/app/pact.ts';
import { prepareSpecification } from '../../src/app/prepare-specification.ts';
import type { Catalogue } from '../../src/catalogue/catalogue.ts';
import { checksWith } from '../../src/checks/index.ts';
import { createTransport } from '../../src/http/exchange.ts';
import { contractScopes } from '../../src/pact/by-tag.ts';
import { contractPath } from '../../src/pact/contract.ts';
import { contractText } from '../../src/pact/contract-text.ts';
import { type Interaction, interactionsOf, unsupported } from '../../src/pact/interaction.ts';
import { playInteraction } from '../../src/pact/play-interaction.ts';
import { bodyExamples } from '../../src/pact/request-body.ts';
import { filledBody } from '../../src/runner/body-values.ts';
import { committedContracts } from '../support/contracts.ts';

/**
 * The suite as a consumer: each interaction is played against Pact's mock server by the suite's own exchange code, and
 * the mock server's answer judged by its own checks. What Pact writes down on the way has to be the committed contract.
 */

const { examples } = parties;
const root = join(__dirname, '../..');
const directory = mkdtempSync(join(tmpdir(), 'clouddb-consumer-'));
const transport = createTransport({ timeoutMs: 10_000, maxSockets: 1 });
const { matchStatus } = MatchersV3;

let whole: Catalogue;

beforeAll(async () => {
  whole = catalogueFor(await prepareSpecification(root));
});
afterAll(() => {
  transport.close();
  rmSync(directory, { recursive: true });
});

test('there is a contract for each tag, and no other: else run `npm run generate`', () => {
  const scopes = contractScopes(whole, parties);
  const named = (consumer: string, name: string) => `${name}: ${consumer}`;
  expect(committedContracts.map(({ consumer, name }) => named(consumer, name))).toEqual(
    scopes.map((scope) => named(scope.parties.consumer, scope.name)),
  );
});

// Tests have to be named before the catalogue, which is read asynchronously, is there: the contracts have the names.
describe.each(committedContracts)('the contract of the tag $name', (committed) => {
  /** What Pact has written, in the order of playing. */
  const written: string[] = [];
  let scope: ReturnType<typeof contractScopes>[number];
  let catalogue: Catalogue;
  let played: readonly Interaction[];

  beforeAll(() => {
    const found = contractScopes(whole, parties).find(({ name }) => name === committed.name);
    if (!found) throw new Error(`No operation has the tag ${committed.name}: run \`npm run generate\`.`);
    scope = found;
    catalogue = found.catalogue;
    played = interactionsOf(catalogue, { examples, invariants });
  });

  test.each(committed.interactions.map(({ description }) => description))('%s', async (description) => {
    const dir = join(directory, committed.name, String(written.length));
    const { consumer, provider } = scope.parties;
    const pact = new PactV4({ consumer, provider, dir, logLevel: 'error' });
    const interaction = played.find((one) => one.description === description);
    const item = catalogue.cases.find(({ id }) => id === interaction?.caseId);
    const operation = item && catalogue.operations.get(item.operationId);
    if (!interaction || !operation) throw new Error('The contract is out of date: run `npm run generate`.');
    const { exchange, judgement } = await playInteraction(interaction, item, operation, {
      ...{ pact, matchStatus, transport, examples },
      checks: checksWith([]),
      userAgent: 'consumer',
    });
    expect(judgement).toMatchObject({ verdict: 'conforms' });
    written.push(await readFile(contractPath(scope.parties, dir), 'utf8'));
    // The very bytes of the case went out, whether or not the mock server could be given them.
    const { bytes } = filledBody(item.request, { ...bodyExamples(item.request), ...examples });
    const sent = Buffer.from(exchange.request.body ?? []);
    expect(sent.equals(bytes ?? Buffer.alloc(0))).toBe(true);
  });

  test('is what has just been played, to the byte: else run `npm run generate`', () => {
    expect(contractText(written, played, scope)).toBe(committed.text);
  });

  test('says every case, or why not', () => {
    const { omitted } = JSON.parse(committed.text).metadata;
    const said = new Set(committed.interactions.map(({ caseId }) => caseId));
    const ids = catalogue.cases.map(({ id }) => id);
    expect([...said, ...Object.keys(omitted.cases)].sort()).toEqual([...ids].sort());
    for (const item of catalogue.cases) {
      const why: unknown = omitted.cases[item.id];
      expect({ id: item.id, said: said.has(item.id), why }).toEqual({
        id: item.id,
        said: unsupported(item) === undefined,
        why: unsupported(item),
      });
    }
  });

  test('accepts exactly what its cases expect, tolerate and warn of', () => {
    for (const { caseId, strict, statuses } of played) {
      const item = catalogue.cases.find(({ id }) => id === caseId);
      const tolerated = (item?.tolerates ?? []).map(({ status }) => status);
      const others = strict ? [] : [...tolerated, ...(item?.alternatives ?? [])];
      expect(statuses).toEqual([item?.expect, ...others]);
    }
  });

  test('has for every code that has a body an interaction that accepts nothing else and holds the body', () => {
    const strict = played.filter(({ statuses, response }) => statuses.length === 1 && response.body);
    const shown = new Set(strict.map(({ caseId, statuses }) => `${caseId.split('/')[0]} ${statuses[0]}`));
    const documented = [...catalogue.operations.values()].flatMap(({ id, responses }) =>
      [...responses.values()]
        .filter(({ schema, excluded }) => schema && excluded === undefined)
        .map(({ status }) => `${id} ${status}`),
    );
    expect(shown).toEqual(new Set(documented));
  });

  test('names no version of a tool, and no machine', () => {
    expect(committed.text).not.toMatch(/pactRust|pact-js|ffi|localhost|127\.0\.0\.1/);
  });
});

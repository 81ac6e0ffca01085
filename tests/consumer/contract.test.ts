import '../support/pact-variables.ts';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MatchersV3, PactV4 } from '@pact-foundation/pact';
import { invariants } from '../../contracts/invariants/index.ts';
import { contractFile, parties } from '../../src/app/pact.ts';
import { prepareSpecification } from '../../src/app/prepare-specification.ts';
import { catalogueFor } from '../../src/app/specification.ts';
import { bytesOf } from '../../src/catalogue/case.ts';
import type { Catalogue } from '../../src/catalogue/catalogue.ts';
import { checksWith } from '../../src/checks/index.ts';
import { createTransport } from '../../src/http/exchange.ts';
import { contractPath } from '../../src/pact/contract.ts';
import { contractText } from '../../src/pact/contract-text.ts';
import { type Interaction, interactionsOf, unsupported } from '../../src/pact/interaction.ts';
import { playInteraction } from '../../src/pact/play-interaction.ts';

/**
 * The suite as a consumer: each interaction is played against Pact's mock server by the suite's own exchange code, and
 * the mock server's answer judged by its own checks. What Pact writes down on the way has to be the committed contract.
 */

const { examples } = parties;
const root = join(__dirname, '../..');
const directory = mkdtempSync(join(tmpdir(), 'clouddb-consumer-'));
const transport = createTransport({ timeoutMs: 10_000, maxSockets: 1 });
const { matchStatus } = MatchersV3;

let catalogue: Catalogue;
let played: readonly Interaction[];

beforeAll(async () => {
  catalogue = catalogueFor(await prepareSpecification(root));
  played = interactionsOf(catalogue, { examples, invariants });
});
afterAll(() => {
  transport.close();
  rmSync(directory, { recursive: true });
});

// Tests have to be named before the catalogue, which is read asynchronously, is there: the contract has the names.
const committed = readFileSync(contractFile, 'utf8');
const descriptions: readonly string[] = JSON.parse(committed).interactions.map(
  ({ description }: { description: string }) => description,
);

/** What Pact has written, in the order of playing. */
const written: string[] = [];

test.each(descriptions)('%s', async (description) => {
  const dir = join(directory, String(written.length));
  const pact = new PactV4({ ...parties, dir, logLevel: 'error' });
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
  written.push(await readFile(contractPath(parties, dir), 'utf8'));
  // The very bytes of the case went out, whether or not the mock server could be given them.
  const { body } = item.request;
  const sent = Buffer.from(exchange.request.body ?? []);
  expect(sent.equals(body ? bytesOf(body) : Buffer.alloc(0))).toBe(true);
});

describe('the committed contract', () => {
  test('is what has just been played, to the byte: else run `npm run generate`', () => {
    expect(contractText(written, played, catalogue, parties)).toBe(committed);
  });

  test('says every case, or why not', () => {
    const { interactions, metadata } = JSON.parse(committed);
    const said: readonly string[] = interactions.map(
      (one: { comments: { references: { catalogue: { case: string } } } }) =>
        one.comments.references.catalogue.case,
    );
    for (const item of catalogue.cases) {
      const why: unknown = metadata.omitted.cases[item.id];
      expect({ id: item.id, said: said.includes(item.id), why }).toEqual({
        id: item.id,
        said: unsupported(item) === undefined,
        why: unsupported(item),
      });
    }
  });

  test('has for every documented status an interaction that accepts nothing else and whose body is there', () => {
    const strict = played.filter(({ statuses, response }) => statuses.length === 1 && response.body);
    const documented = [...catalogue.operations.values()].flatMap(({ responses }) => [...responses.keys()]);
    expect(new Set(strict.flatMap(({ statuses }) => statuses))).toEqual(new Set(documented));
  });

  test('accepts exactly what its cases expect, tolerate and warn of', () => {
    for (const { caseId, strict, statuses } of played) {
      const item = catalogue.cases.find(({ id }) => id === caseId);
      const tolerated = (item?.tolerates ?? []).map(({ status }) => status);
      const others = strict ? [] : [...tolerated, ...(item?.alternatives ?? [])];
      expect(statuses).toEqual([item?.expect, ...others]);
    }
  });

  test('names no version of a tool, and no machine', () => {
    expect(committed).not.toMatch(/pactRust|pact-js|ffi|localhost|127\.0\.0\.1/);
  });
});

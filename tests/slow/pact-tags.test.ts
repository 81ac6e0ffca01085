import '../support/pact-variables.ts';
import type { Case } from '../../src/catalogue/case.ts';
import { credentialValue } from '../../src/catalogue/case.ts';
import { run } from '../../src/runner/run.ts';
import { atPath } from '../../src/util/json-pointer.ts';
import { type MachineContract, machineContracts } from '../proof/pact/machine-contracts.ts';
import { startVerifying, type Verifying } from '../proof/pact/verifying.ts';
import { closedAfterEach } from '../support/closing.ts';
import { key, machineCatalogue, machineService } from '../support/machines.ts';
import { runOptions } from '../support/runs.ts';
import { type Handler, serve } from '../support/server.ts';

/** Several contracts, of a small document of several tags: made, and verified in one run. */

const opened = closedAfterEach();
let contracts: readonly MachineContract[];
let verifying: Verifying;

beforeAll(async () => {
  contracts = await machineContracts();
  verifying = await startVerifying({ catalogue: await machineCatalogue() }, contracts);
});
afterAll(() => verifying.close());

const requestsOf = ({ interactions }: MachineContract): readonly unknown[] =>
  interactions.map(({ interaction }) => interaction.request);

test('a contract has its own consumer, and what it cannot say is listed in it alone', () => {
  expect(contracts.map(({ consumer }) => consumer)).toEqual([
    'visitor-actions',
    'visitor-machines',
    'visitor',
  ]);
  for (const { text, interactions } of contracts) {
    const ids = new Set(interactions.map(({ caseId }) => caseId.split('/')[0]));
    const { cases, parts } = JSON.parse(text).metadata.omitted;
    for (const id of [...Object.keys(cases), ...Object.values<string[]>(parts).flat()])
      expect(ids).toContain(id.split('/')[0]);
  }
});

test('the fragment of a key is in no contract, and two requests of one path are never the same', () => {
  const [actions] = contracts;
  if (!actions) throw new Error('There is no contract.');
  expect(actions.text).not.toContain('#');
  const accepted = requestsOf(actions).filter((request) =>
    JSON.stringify(atPath(request, 'body', 'content') ?? '').includes('soft'),
  );
  expect(new Set(accepted.map((request) => atPath(request, 'path')))).toEqual(
    new Set(['/machines/7/action']),
  );
});

/** The verdict of each case of one verification of all contracts. */
async function verdicts(handler: Handler): Promise<ReadonlyMap<string, string>> {
  const { url } = opened(await serve(handler));
  const options = runOptions({ url, values: { [credentialValue]: key }, consent: 'destroy' });
  const { result } = await run(verifying.through(options));
  return new Map(result.cases.map(({ id, verdict }) => [id, verdict]));
}

/** Those that a contract has. */
const said = (): readonly Case[] =>
  verifying.said.catalogue.cases.filter(({ id }) => verifying.said.interactions.has(id));

test('one verification has the interactions of all contracts', async () => {
  expect(
    said()
      .map(({ id }) => id)
      .sort(),
  ).toEqual(contracts.flatMap(({ interactions }) => interactions.map(({ id }) => id)).sort());
  const found = await verdicts(machineService);
  for (const { id } of said()) expect({ id, verdict: found.get(id) }).toEqual({ id, verdict: 'conforms' });
});

test('a body that belongs to the other action of the path deviates, in that operation alone', async () => {
  const swapping: Handler = async (request) => {
    const answer = await machineService(request);
    return { ...answer, body: answer.body?.replace('stops', 'starts') ?? '' };
  };
  const found = await verdicts(swapping);
  const wrong = [...found].filter(([, verdict]) => verdict === 'deviates').map(([id]) => id);
  expect(wrong.length).toBeGreaterThan(0);
  expect(wrong.filter((id) => !id.startsWith('stopMachine/202/'))).toEqual([]);
});

import fc from 'fast-check';
import type { Catalogue } from '../../../src/catalogue/catalogue.ts';
import { contractScopes } from '../../../src/pact/by-tag.ts';
import { interactionsOf } from '../../../src/pact/interaction.ts';
import { machineCatalogue, machineParties, machineScopes } from '../../support/machines.ts';
import { caseOf, operationOf } from '../../support/runs.ts';

/** A contract for each tag of a catalogue. */

const parties = { consumer: 'c', provider: 'p', examples: {} };

/** A catalogue of operations with these tags, each with one case. */
function tagged(all: readonly (readonly string[])[]): Catalogue {
  const operations = all.map((tags, index) => operationOf({ id: `o${index}`, tags }));
  return {
    operations: new Map(operations.map((operation) => [operation.id, operation])),
    cases: operations.map(({ id }) => caseOf({ id: `${id}/400/sample`, operationId: id })),
  };
}

test('each tag has a contract with a consumer of its own; an operation is in that of its first tag', async () => {
  const scopes = await machineScopes();
  expect(
    scopes.map(({ name, parties: { consumer, provider }, catalogue }) => [
      name,
      consumer,
      provider,
      [...catalogue.operations.keys()],
    ]),
  ).toEqual([
    ['actions', 'visitor-actions', 'cloud-databases', ['startMachine', 'stopMachine']],
    ['machines', 'visitor-machines', 'cloud-databases', ['listMachines']],
    // Operations without a tag.
    ['visitor', 'visitor', 'cloud-databases', ['getHealth']],
  ]);
});

const name = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,8}$/).map((text) => text.toLowerCase());

test('every case is in one contract, whatever the tags, and names are those of the tags', () => {
  fc.assert(
    fc.property(fc.array(fc.array(name, { maxLength: 3 }), { maxLength: 12 }), (all) => {
      fc.pre(!all.some(([tag]) => tag === parties.consumer));
      const catalogue = tagged(all);
      const scopes = contractScopes(catalogue, parties);
      const ids = scopes.flatMap((scope) => scope.catalogue.cases.map(({ id }) => id));
      expect([...ids].sort()).toEqual(catalogue.cases.map(({ id }) => id).sort());
      expect(scopes.map((scope) => scope.name)).toEqual(
        [...new Set(all.map(([tag]) => tag ?? parties.consumer))].sort(),
      );
      expect(new Set(scopes.map((scope) => scope.parties.consumer)).size).toBe(scopes.length);
    }),
  );
});

test.each<[what: string, all: string[][], says: string]>([
  ['that leads out of the folder', [['../../etc']], 'The tag "../../etc" cannot name a Pact contract'],
  ['that is hidden', [['.hidden']], 'begin with neither'],
  ['that an argument could be', [['--version']], 'begin with neither'],
  ['with a space', [['of machines']], 'it may have letters'],
  ['that is empty', [['']], 'it may have letters'],
  ['that differs from another in case alone', [['Machines'], ['machines']], 'another contract has that name'],
  ['that is the name of those without one', [['c'], []], 'another contract has that name'],
])('a tag %s is refused', (_what, all, says) => {
  expect(() => contractScopes(tagged(all), parties)).toThrow(says);
});

test('the interactions of the contracts are those of the whole catalogue', async () => {
  const options = { examples: machineParties.examples, invariants: [] };
  const catalogue = await machineCatalogue();
  const said = (of: Catalogue) => interactionsOf(of, options).map(({ id }) => id);
  const parts = (await machineScopes()).flatMap((scope) => said(scope.catalogue));
  expect([...parts].sort()).toEqual([...said(catalogue)].sort());
});

test('actions of one path have it without the fragment, and differ in their bodies', async () => {
  const [actions] = await machineScopes();
  if (!actions) throw new Error('There is no contract.');
  const options = { examples: machineParties.examples, invariants: [] };
  const accepted = interactionsOf(actions.catalogue, options).filter(({ statuses: [code] }) => code === 202);
  expect(accepted.map(({ request: { method, path, body } }) => ({ method, path, body }))).toEqual(
    ['start', 'stop'].map((action) => ({
      method: 'POST',
      path: '/machines/7/action',
      body: { kind: 'json', template: { [action]: { mode: 'soft' } } },
    })),
  );
});

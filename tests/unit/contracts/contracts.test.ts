import { cases } from '../../../contracts/cases/index.ts';
import { invariants } from '../../../contracts/invariants/index.ts';
import { providerStates } from '../../../contracts/provider-states.ts';
import { baseRequestOf } from '../../../src/catalogue/base-request.ts';
import { bytesOf, type Case } from '../../../src/catalogue/case.ts';
import { createReference } from '../../../src/reference/index.ts';
import { found, type OwnApi, ownApi } from '../../support/apis.ts';

let own: OwnApi;

beforeAll(async () => {
  own = await ownApi();
});

const caseOf = (id: string): Case =>
  found(own.catalogue.cases.find((item) => item.id === `upgradeInstance/${id}`));
const bytes = (id: string) => Buffer.from(bytesOf(found(caseOf(id).request.body ?? undefined)));

describe('the vocabulary of provider states', () => {
  test('has exactly the names that are public', () =>
    expect(Object.keys(providerStates).sort()).toEqual(
      [
        'a configuration group exists',
        'a datastore version exists',
        'a flavor exists',
        'an instance runs a datastore',
        'no operation is implemented',
        'no such instance',
        'the account is over its limit',
        'the instance belongs to another account',
        'the instance has a fault',
        'the instance is busy',
        'the instance is replicated',
        'the instance quota is used up',
        'the service has a fault',
        'the service is unavailable',
        'the token has expired',
        'the token may not delete',
        'the token may only read',
        'upgrades are not implemented',
      ].sort(),
    ));

  test('is that of the reference implementation, and has every state of the cases', () => {
    expect([...createReference().states.names].sort()).toEqual(Object.keys(providerStates).sort());
    const used = own.catalogue.cases.flatMap(({ states }) => states.map(({ name }) => name));
    expect(Object.keys(providerStates)).toEqual(expect.arrayContaining([...new Set(used)]));
  });

  test('has no second fault: what only a replica can be asked is asked of a replica', () => {
    const refused = own.whole.cases.filter(
      ({ operationId, states: [state] }) =>
        operationId === 'detachReplica' &&
        ['the token may only read', 'the instance has a fault'].includes(state?.name ?? ''),
    );
    expect(refused.map(({ id }) => id)).toContain('detachReplica/403/read-only-role');
    for (const { states } of refused) expect(states[0]?.params).toEqual({ role: 'replica' });
  });

  test('says which states reach beyond an instance', () => {
    const wide = Object.entries(providerStates).filter(([, { scope }]) => scope !== 'instance');
    expect(wide.map(([name, { scope }]) => [name, scope])).toEqual([
      ['the account is over its limit', 'service'],
      ['the instance quota is used up', 'account'],
      ['upgrades are not implemented', 'service'],
      ['no operation is implemented', 'service'],
      ['the service has a fault', 'service'],
      ['the service is unavailable', 'service'],
    ]);
  });
});

describe('rows', () => {
  test('are about operations and invariants about statuses that are documented', () => {
    for (const { operationId } of cases) expect(own.whole.operations.has(operationId)).toBe(true);
    for (const { operationId, status, requirement } of invariants) {
      expect(own.whole.operations.get(operationId)?.responses.has(status)).toBe(true);
      expect(own.specification.requirements).toHaveProperty([requirement]);
    }
  });

  test.each([
    ['400/oversized-datastore-type', 2_000_000],
    ['400/oversized-datastore-version', 2_000_000],
    ['400/unusual-long-string', 20_000],
    ['400/unusual-deep-nesting', 10_000],
  ])('%s is at least %i bytes, and JSON', (id, least) => {
    expect(bytes(id).length).toBeGreaterThanOrEqual(least);
    expect(() => JSON.parse(bytes(id).toString())).not.toThrow();
  });

  /** What a forgiving parser makes of them keeps the upgrade as it was. */
  test.each([
    '400/unusual-unknown-member',
    '400/unusual-unknown-inner-member',
    '400/unusual-duplicate-member',
    '400/unusual-deep-nesting',
    '400/unusual-long-string',
    '400/unusual-nul-escape',
    '400/unusual-lone-surrogate-escape',
  ])('%s is JSON that asks for the base upgrade', (id) => {
    const { value } = baseRequestOf(own.operation);
    expect(JSON.parse(bytes(id).toString())).toMatchObject(JSON.parse(JSON.stringify(value)));
  });

  test.each([
    '400/body-malformed',
    '400/body-not-json',
    '400/unusual-raw-control-character',
    '400/unusual-trailing-bytes',
    '400/unusual-two-texts',
    '400/unusual-byte-order-mark',
    '400/unusual-trailing-comma',
  ])('%s is no JSON text', (id) => expect(() => JSON.parse(bytes(id).toString())).toThrow(SyntaxError));

  test('400/unusual-invalid-utf-8 is no UTF-8', () =>
    expect(() =>
      new TextDecoder('utf-8', { fatal: true }).decode(bytes('400/unusual-invalid-utf-8')),
    ).toThrow());

  test('400/unusual-duplicate-member has the action twice', () =>
    expect(
      bytes('400/unusual-duplicate-member')
        .toString()
        .match(/"upgrade":/g),
    ).toHaveLength(2));

  test.each(['400/action-unknown', '400/action-unknown-with-members'])(
    '%s names no action of the service',
    (id) => expect(Object.keys(JSON.parse(bytes(id).toString()))).toEqual(['frobnicate']),
  );

  test('the own path of a foreign instance takes no more than its id from the state', () => {
    expect(caseOf('404/foreign-instance').uses).toEqual(['instanceId']);
    expect(caseOf('403/foreign-account').uses).toBeUndefined();
  });
});

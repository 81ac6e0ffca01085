import { cases as tables } from '../../../contracts/cases/index.ts';
import { datastoreParams, providerStates } from '../../../contracts/provider-states.ts';
import { scopeOf } from '../../../src/app/specification.ts';
import { baseRequestOf } from '../../../src/catalogue/base-request.ts';
import { bytesOf, type Case } from '../../../src/catalogue/case.ts';
import { catalogueOf, definitionsOf } from '../../../src/catalogue/catalogue.ts';
import type { Value } from '../../../src/model/json.ts';
import { found, type OwnApi, ownApi } from '../../support/apis.ts';

/**
 * Rules that every case of the upgrade keeps, whichever documented upgrade the derived ones build on: a run with
 * `--instance` chooses the one that fits. `lint-operations.test.ts` has those of all operations.
 */

const documentedUpgrades = [
  ['mysql', '5.1', 'mysql', '5.7'],
  ['mysql', '5.6', 'mysql', '5.7'],
  ['mysql', '5.6', 'mariadb', '10.4enc'],
  ['mariadb', '10', 'mariadb', '10.4'],
  ['mariadb', '10.1', 'mariadb', '10.4'],
  ['mariadb', '10.4', 'mariadb', '10.4enc'],
];
const documentedStatuses = [202, 400, 401, 403, 404, 405, 413, 415, 422, 500, 501, 503];

let own: OwnApi;

beforeAll(async () => {
  own = await ownApi();
});

const violating = (cases: readonly Case[], keeps: (item: Case) => boolean) =>
  cases.filter((item) => !keeps(item)).map(({ id }) => id);

describe('the catalogue of the upgrade', () => {
  test('has at least 110 cases', () => expect(own.catalogue.cases.length).toBeGreaterThanOrEqual(110));

  test('has a case for every documented status, of which there are twelve', () => {
    expect([...own.operation.responses.keys()].sort()).toEqual(documentedStatuses);
    expect([...new Set(own.catalogue.cases.map(({ status }) => status))]).toEqual(documentedStatuses);
  });

  test('drops no definition and no tolerance as undocumented', () => {
    const base = baseRequestOf(own.operation);
    const { definitions } = definitionsOf(own.operation, base, { rows: tables, scopeOf });
    const drafts = definitions.map(([, draft]) => draft);
    expect(own.catalogue.cases).toHaveLength(drafts.length);
    const statuses = drafts.flatMap(({ tolerates = [] }) => tolerates.map(({ status }) => status));
    expect(statuses.filter((status) => !own.operation.responses.has(status))).toEqual([]);
  });
});

describe.each(documentedUpgrades)('on an instance of %s %s upgraded to %s %s', (...upgrade) => {
  const [type, version, toType, toVersion] = upgrade;
  let cases: readonly Case[];
  let base: ReturnType<typeof baseRequestOf>;

  beforeAll(() => {
    // An instance of MySQL 5.6 has two documented upgrades; the first of them serves.
    const { operation } = own;
    const fits = ({ params }: Case['states'][number]) => params.type === type && params.version === version;
    base = baseRequestOf(operation, { fits });
    cases = catalogueOf([operation], { rows: tables, scopeOf, fits }).cases;
  });

  test('the base request is a documented upgrade of that datastore', () => {
    expect(base.state).toEqual({ name: 'an instance runs a datastore', params: { type, version } });
    expect(documentedUpgrades).toContainEqual([type, version, ...targetOf(base.value)]);
    expect(documentedUpgrades).toContainEqual([type, version, toType, toVersion]);
  });

  test('ids are unique and name operation, status and fault', () => {
    expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
    expect(
      violating(
        cases,
        ({ id, operationId, status }) =>
          id.startsWith(`${operationId}/${status}/`) &&
          /^[A-Za-z]+\/[1-5]\d\d\/[a-z0-9][a-z0-9.-]*$/.test(id),
      ),
    ).toEqual([]);
  });

  test('titles are unique, and one sentence without a full stop', () => {
    expect(new Set(cases.map(({ title }) => title)).size).toBe(cases.length);
    expect(violating(cases, ({ title }) => /^[A-Z].*[^.\s]$/.test(title) && !/[.;!?] /.test(title))).toEqual(
      [],
    );
  });

  test('each case is about the status it expects, and says which requirements it shows', () => {
    expect(violating(cases, ({ expect, status }) => expect === status)).toEqual([]);
    expect(violating(cases, ({ status, requirements }) => requirements.includes(`STATUS-${status}`))).toEqual(
      [],
    );
    expect(
      violating(cases, ({ requirements }) => new Set(requirements).size === requirements.length),
    ).toEqual([]);
  });

  test('only other documented statuses are tolerated, each once', () => {
    expect(
      violating(cases, ({ expect, tolerates }) => {
        const statuses = [expect, ...tolerates.map(({ status }) => status)];
        return (
          new Set(statuses).size === statuses.length &&
          statuses.every((status) => documentedStatuses.includes(status))
        );
      }),
    ).toEqual([]);
  });

  test('each has one provider state, with exactly its parameters', () => {
    expect(violating(cases, ({ states }) => states.length === 1)).toEqual([]);
    const known: Readonly<Record<string, { readonly params: readonly string[] }>> = providerStates;
    expect(
      violating(cases, ({ states }) =>
        states.every(({ name, params }) => {
          const names = [...datastoreParams, ...(known[name]?.params ?? ['of no known state'])];
          return names.sort().join() === Object.keys(params).sort().join();
        }),
      ),
    ).toEqual([]);
  });

  test('the risk is the one that decision 0002 gives the request', () => {
    expect(cases.map(({ id, risk }) => [id, risk])).toEqual(cases.map((item) => [item.id, riskOf(item)]));
    expect(
      violating(
        cases,
        ({ expect, tolerates, risk }) =>
          risk === 'change' ||
          ![expect, ...tolerates.map(({ status }) => status)].some((status) => status < 300),
      ),
    ).toEqual([]);
  });

  test('each case isolates one fault', () => {
    expect(violating(cases, (item) => faultsOf(item, base).length === (item.status === 202 ? 0 : 1))).toEqual(
      [],
    );
  });

  test('a property fault alters one place of the body', () => {
    const derived = cases.filter(({ derivedBy }) => derivedBy === 'property-faults');
    expect(derived.length).toBeGreaterThan(0);
    expect(
      violating(derived, (item) => differences(base.value, JSON.parse(textOf(item))).length === 1),
    ).toEqual([]);
  });

  test('requested upgrades are documented, except where that is the fault', () => {
    const about = new Set(['undocumented', 'datastore', 'oversized', 'upgrade.datastore']);
    // The error of 422 asked for again without a format is one of those.
    const plain = cases.filter(
      ({ id, derivedBy }) =>
        derivedBy !== 'default-format' && ![...about].some((word) => id.split('/')[2]?.startsWith(word)),
    );
    expect(violating(plain, isNoOther)).toEqual([]);
    const undocumented = cases.filter(({ id }) => id.includes('/undocumented-'));
    expect(undocumented.length).toBeGreaterThan(15);
    expect(violating(undocumented, (item) => upgradeOf(item) !== undefined && !isDocumented(item))).toEqual(
      [],
    );
  });
});

/** The datastore that a request body asks for. */
function targetOf(body: Value | undefined): Value[] {
  const upgrade = memberOf(body, 'upgrade');
  return [memberOf(upgrade, 'datastore_type') ?? null, memberOf(upgrade, 'datastore_version') ?? null];
}

function memberOf(value: Value | undefined, name: string): Value | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value[name] : undefined;
}

const textOf = ({ request }: Case) => Buffer.from(request.body ? bytesOf(request.body) : []).toString();

/** From and to, where the body is an upgrade request. */
function upgradeOf(item: Case): Value[] | undefined {
  let body: Value;
  try {
    body = JSON.parse(textOf(item));
  } catch {
    return undefined;
  }
  const target = targetOf(body);
  const { type = null, version = null } = found(item.states[0]).params;
  return target.every((part) => typeof part === 'string') ? [type, version, ...target] : undefined;
}

const isDocumented = (item: Case) =>
  documentedUpgrades.some((upgrade) => upgrade.join() === upgradeOf(item)?.join());

const isNoOther = (item: Case) => upgradeOf(item) === undefined || isDocumented(item);

/** The risk by decision 0002, computed independently. */
function riskOf({ request, states, expect, tolerates }: Case): string {
  const { method, parameters } = request;
  if (method === 'GET' || method === 'HEAD') return 'none';
  const namesNoInstance = states[0]?.name === 'no such instance' || parameters.instanceId !== undefined;
  if (namesNoInstance) return 'none';
  // Also with a bad credential: a target may look at none.
  if (method === 'DELETE') return 'destroy';
  return [expect, ...tolerates.map(({ status }) => status)].some((status) => status >= 200 && status < 300)
    ? 'change'
    : 'if-deviant';
}

/** In what a case differs from the valid request, as far as that can be a fault: asking for no format is not one. */
function faultsOf({ request, states, id }: Case, base: ReturnType<typeof baseRequestOf>): string[] {
  const faults = Object.keys(request.parameters);
  const datastore = (state: Case['states'][number] | undefined) => [
    state?.params.type,
    state?.params.version,
  ];
  // The same body asks for another upgrade where the instance runs another datastore.
  const asked = JSON.stringify([request.body, datastore(states[0])]);
  const bodyDiffers = asked !== JSON.stringify([base.request.body, datastore(base.state)]);
  if (request.method !== base.request.method) faults.push('method');
  // A method without content and another format have no body of their own to be wrong.
  else if (request.contentType?.toLowerCase() !== base.request.contentType) faults.push('content');
  else if (bodyDiffers && !id.includes('/202/')) faults.push('body');
  if (states[0]?.name !== 'an instance runs a datastore') faults.push('state');
  else if (request.credential !== 'valid') faults.push('credential');
  return faults;
}

/** The places, shallowest first, in which two JSON values differ. */
function differences(a: Value | undefined, b: Value | undefined, at = ''): string[] {
  if (!isMembers(a) || !isMembers(b)) return JSON.stringify(a) === JSON.stringify(b) ? [] : [at];
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  // Emptied: one place, however many members it had.
  if (Object.keys(b).length === 0 && names.size > 0) return [at];
  const replaced = !Object.keys(a).some((name) => name in b);
  return replaced ? [at] : [...names].flatMap((name) => differences(a[name], b[name], `${at}/${name}`));
}

function isMembers(value: Value | undefined): value is { [name: string]: Value } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

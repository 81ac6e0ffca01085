import { cases as tables } from '../../../contracts/cases/index.ts';
import { datastoreParams, providerStates, type StateDefinition } from '../../../contracts/provider-states.ts';
import { baseRequestOf } from '../../../src/catalogue/base-request.ts';
import type { Case } from '../../../src/catalogue/case.ts';
import { isSafe, mayChange } from '../../../src/catalogue/risk.ts';
import type { Operation } from '../../../src/openapi/operations.ts';
import { found, type OwnApi, ownApi } from '../../support/apis.ts';

/** Rules that the catalogue of all operations keeps. */

let own: OwnApi;
let cases: readonly Case[];
let operations: readonly Operation[];

beforeAll(async () => {
  own = await ownApi();
  ({ cases } = own.whole);
  operations = [...own.whole.operations.values()];
});

const violating = (keeps: (item: Case) => boolean) => cases.filter((one) => !keeps(one)).map(({ id }) => id);
const of = ({ operationId }: Case): Operation => found(own.whole.operations.get(operationId));
const statusesOf = ({ expect, tolerates }: Case) => [expect, ...tolerates.map(({ status }) => status)];
const isExcluded = ({ responses }: Operation, status: number) =>
  responses.get(status)?.excluded !== undefined;

/** Ambiguities that no case names, since they allow no other answer. */
const informative = {
  'AMB-413-MEANINGS': 'says which of three descriptions the one case of 413 follows',
  'AMB-RESPONSE-MEMBERS': 'says where the schema of the 202 body comes from',
  'AMB-EXAMPLE': 'says what is not taken from the example',
  'AMB-MARIADB-10-1ENC':
    'says of which upgrade the reference contradicts itself, so that no case asks for it',
  'AMB-BODY-OF-PAGES': 'says which body is sent',
  'AMB-EMPTY-CONTENT-TYPE': 'says why no Content-Type is asked of an answer without a body',
  'AMB-DATE-ZONE': 'says why the schema of dates allows both forms',
  'AMB-FLAVOR-FORM': 'says why the schema of the id allows both forms',
};

/**
 * Every code that the document excludes. A code that a request or a state can exercise is not excluded, so a new one needs
 * a reason that a reviewer accepts.
 */
const nothingToGetWrong = [400, 422];
const excluded: Readonly<Record<string, readonly number[]>> = {
  listInstances: [422],
  getInstance: nothingToGetWrong,
  // The table has 200, the example 202.
  updateInstance: [202],
  deleteInstance: [400],
  listReplicas: nothingToGetWrong,
  listFlavors: nothingToGetWrong,
  getFlavor: [422],
  listFlavorsForDatastoreVersion: nothingToGetWrong,
  listDatastores: nothingToGetWrong,
  getDatastore: nothingToGetWrong,
  listDatastoreVersions: nothingToGetWrong,
  getDatastoreVersion: nothingToGetWrong,
  // The path is `/`, and nothing of an account is shown.
  listVersions: [400, 403, 404, 422],
  // The table has 202, the example 200.
  getVersion: [200, 400, 403, 422],
};

describe('codes', () => {
  test('those that are excluded are the ones above, each with a reason in a sentence', () => {
    const found = operations.map(({ id, responses }) => [id, [...responses.values()]] as const);
    const listed = found.flatMap(([id, responses]) => {
      const codes = responses.filter((one) => one.excluded !== undefined).map(({ status }) => status);
      return codes.length === 0 ? [] : [[id, codes.sort()] as const];
    });
    expect(Object.fromEntries(listed)).toEqual(excluded);
    const reasons = found.flatMap(([, responses]) => responses.flatMap((one) => one.excluded ?? []));
    for (const reason of reasons) expect(reason).toMatch(/^[A-Z].*\.$/s);
  });

  test('at most one in five is excluded', () => {
    const all = operations.reduce((sum, { responses }) => sum + responses.size, 0);
    expect(Object.values(excluded).flat().length * 5).toBeLessThanOrEqual(all);
  });

  test('each of the others has a case', () => {
    const shown = new Set(cases.map(({ operationId, status }) => `${operationId} ${status}`));
    const asked = operations.flatMap((operation) =>
      [...operation.responses.keys()].flatMap((status) =>
        isExcluded(operation, status) ? [] : [`${operation.id} ${status}`],
      ),
    );
    expect([...shown].sort()).toEqual(asked.sort());
  });

  test('rows are about documented codes, and tolerate only those', () => {
    const undocumented = tables.flatMap(({ operationId, rows }) => {
      const operation = found(own.whole.operations.get(operationId));
      return rows(baseRequestOf(operation)).flatMap(({ slug, status, tolerates = [] }) =>
        [status, ...tolerates.map((one) => one.status)]
          .filter((one) => !operation.responses.has(one))
          .map((one) => `${operationId} ${slug}: ${one}`),
      );
    });
    expect(undocumented).toEqual([]);
  });
});

describe('statements', () => {
  test('every requirement that is not excluded is shown by a case', () => {
    const used = new Set(cases.flatMap(({ requirements }) => requirements));
    const testable = Object.entries(own.specification.requirements)
      .filter(([, requirement]) => requirement.excluded === undefined)
      .map(([id]) => id);
    expect([...used].sort()).toEqual(testable.sort());
  });

  test('every ambiguity is one of a case, or explains the document', () => {
    const used = new Set(
      cases.flatMap(({ tolerates, anyBody }) => [
        ...tolerates.map(({ ambiguity }) => ambiguity),
        ...(anyBody === undefined ? [] : [anyBody]),
      ]),
    );
    expect([...used, ...Object.keys(informative)].sort()).toEqual(
      Object.keys(own.specification.ambiguities).sort(),
    );
  });

  test('every provider state is one of a case', () => {
    const used = new Set(cases.flatMap(({ states }) => states.map(({ name }) => name)));
    expect([...used].sort()).toEqual(Object.keys(providerStates).sort());
  });
});

describe('each case', () => {
  test('has an id of its own that names operation, status and fault', () => {
    expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
    const form = /^[A-Za-z]+\/[1-5]\d\d\/[a-z0-9][a-z0-9.-]*$/;
    expect(
      violating(({ id, operationId, status }) => id.startsWith(`${operationId}/${status}/`) && form.test(id)),
    ).toEqual([]);
  });

  test('has a title that no other case of its operation has: one sentence without a full stop', () => {
    const titles = cases.map(({ operationId, title }) => `${operationId}: ${title}`);
    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
    expect(violating(({ title }) => /^[A-Z].*[^.\s]$/.test(title) && !/[.;!?] /.test(title))).toEqual([]);
  });

  test('names the requirement of its status, and each requirement once', () => {
    const form = (status: number) => new RegExp(`^STATUS-${status}(-|$)`);
    expect(violating(({ status, requirements }) => requirements.some((id) => form(status).test(id)))).toEqual(
      [],
    );
    expect(violating(({ requirements }) => new Set(requirements).size === requirements.length)).toEqual([]);
  });

  test('expects its status, and tolerates other documented ones, each once', () => {
    expect(violating(({ expect, status }) => expect === status)).toEqual([]);
    expect(
      violating((one) => {
        const statuses = statusesOf(one);
        const { responses } = of(one);
        return (
          new Set(statuses).size === statuses.length && statuses.every((status) => responses.has(status))
        );
      }),
    ).toEqual([]);
  });

  test('has at most one provider state, with its parameters', () => {
    expect(violating(({ states }) => states.length <= 1)).toEqual([]);
    const known: Readonly<Record<string, StateDefinition>> = providerStates;
    expect(
      violating(({ states }) =>
        states.every(({ name, params }) => {
          const { params: asked, optionalParams = [] } = found(known[name]);
          const given = Object.keys(params);
          const allowed: readonly string[] = [...asked, ...optionalParams, ...datastoreParams];
          return (
            asked.every((param) => given.includes(param)) && given.every((param) => allowed.includes(param))
          );
        }),
      ),
    ).toEqual([]);
  });
});

/** What the operations do that do not only read. By hand, since consent rests on it. */
const effects: Readonly<Record<string, string>> = {
  upgradeInstance: 'change',
  restartInstance: 'change',
  resizeInstance: 'change',
  resizeInstanceVolume: 'change',
  renameInstance: 'change',
  updateInstance: 'change',
  detachReplica: 'change',
  createInstance: 'create',
  createReplica: 'create',
  deleteInstance: 'destroy',
};

describe('the risk of each case (decision 0033)', () => {
  test('a request that may only read has none, and no other has none but of an absent resource', () => {
    expect(violating(({ request, risk }) => !isSafe(request.method) || risk === 'none')).toEqual([]);
    expect(
      violating(({ request, risk, states }) => {
        const isAbsent =
          states[0]?.name === 'no such instance' || request.parameters.instanceId !== undefined;
        return isSafe(request.method) || risk !== 'none' || isAbsent;
      }),
    ).toEqual([]);
  });

  test('what makes or removes something says so, also where it must be refused', () => {
    const graver: Readonly<Record<string, readonly string[]>> = {
      create: ['create'],
      destroy: ['destroy', 'none'],
    };
    expect(
      violating((one) => {
        const operation = of(one);
        const allowed = graver[effects[operation.id] ?? ''];
        return one.request.method !== operation.method || !allowed || allowed.includes(one.risk);
      }),
    ).toEqual([]);
    expect(
      violating(({ request, risk }) => request.method !== 'DELETE' || ['destroy', 'none'].includes(risk)),
    ).toEqual([]);
  });

  test('what may be accepted and does more than read may change something', () => {
    expect(
      violating((one) => {
        const accepts = statusesOf(one).some((status) => status < 300);
        return !accepts || isSafe(one.request.method) || mayChange(one.risk);
      }),
    ).toEqual([]);
  });

  /** Computed a second time, of requests as they are sent. */
  const riskOf = (one: Case): string => {
    const { method, parameters, path } = one.request;
    if (isSafe(method)) return 'none';
    const id = one.states[0]?.name === 'no such instance' ? 'absent' : parameters.instanceId;
    const isMadeUp = id !== undefined || Object.keys(parameters).length > 0;
    if (['PUT', 'PATCH'].includes(method) && isMadeUp) return 'create';
    const onPath = path.includes('{instanceId}') ? 'change' : 'create';
    // A target may look at the method, or take the request for one with the documented method.
    const byMethod: Readonly<Record<string, string>> = { DELETE: 'destroy', POST: onPath };
    const documented = effects[one.operationId];
    const meant = [byMethod[method] ?? 'change', ...(documented === undefined ? [] : [documented])];
    const effect = found(['destroy', 'create', 'change'].find((word) => meant.includes(word)));
    // A target may read an id of unusual characters as another.
    if (id !== undefined && (effect !== 'destroy' || /^[\w.~-]+$/.test(id))) return 'none';
    const accepts = statusesOf(one).some((status) => status < 300);
    return effect === 'change' && !accepts ? 'if-deviant' : effect;
  };

  test('is the one that the decision gives its request', () =>
    expect(cases.map((one) => `${one.id}: ${one.risk}`)).toEqual(
      cases.map((one) => `${one.id}: ${riskOf(one)}`),
    ));

  test('operations that are not named above only read', () => {
    const reading = operations.filter(({ id }) => effects[id] === undefined);
    expect(reading.map(({ method }) => method)).toEqual(reading.map(() => 'GET'));
  });
});

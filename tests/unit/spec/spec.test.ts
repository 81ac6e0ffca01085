import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { prepareSpecification } from '../../../src/app/prepare-specification.ts';
import { statementsFor } from '../../../src/app/statements.ts';
import type { Operation } from '../../../src/openapi/operations.ts';
import { type OwnApi, ownApi, root } from '../../support/apis.ts';

let own: OwnApi;

beforeAll(async () => {
  own = await ownApi();
});

test('openapi.yaml is valid OpenAPI 3.1, and what is prepared of spec/ is what is loaded', async () => {
  // Preparing validates with swagger-parser, and throws when the document is not valid.
  const prepared = await prepareSpecification(root);
  expect(prepared.document.openapi).toMatch(/^3\.1\./);
  expect(own.specification).toEqual(prepared);
});

test('openapi.yaml has no problem under the recommended rules of Redocly', async () => {
  // In a process of its own: the linter is an ES module, which jest's runtime does not load on Node 20.
  const program = `
    import { createConfig, lint } from '@redocly/openapi-core';
    const config = await createConfig({ extends: ['recommended'] });
    const problems = await lint({ ref: 'spec/openapi.yaml', config });
    console.log(JSON.stringify(problems.map(({ ruleId, message }) => [ruleId, message])));`;
  const args = ['--input-type=module', '--eval', program];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
  const problems: [rule: string, message: string][] = JSON.parse(stdout);
  // Beside a reference, other tools ignore ours (decision 0044).
  const isOurs = (message: string) =>
    /^Property `x-[a-z-]+` is not expected here because it is defined/.test(message);
  expect(problems.filter(([, message]) => !isOurs(message))).toEqual([]);
});

describe('responses', () => {
  test('each is cited from the row of its status', () => {
    for (const { status, citation } of own.operation.responses.values())
      expect(citation).toBe(`Upgrade an instance, response codes, row ${status}`);
  });

  test('each has the requirement of its status, whose citation is the same', () => {
    for (const { status, requirements, citation } of own.operation.responses.values()) {
      expect(requirements).toContain(`STATUS-${status}`);
      const { requirements: stated } = statementsFor(own.specification, own.catalogue);
      expect(stated[`STATUS-${status}`]?.citation).toBe(citation);
    }
  });

  test('each error is a fault in JSON, named as the reference names it', () => {
    const faults = [...own.operation.responses.values()].map(({ status, fault }) => [status, fault]);
    expect(faults).toEqual([
      [202, undefined],
      [400, 'badRequest'],
      [401, 'unauthorized'],
      [403, 'forbidden'],
      [404, 'itemNotFound'],
      [405, 'badMethod'],
      [413, 'overLimit'],
      [415, 'badMediaType'],
      [422, 'unprocessableEntity'],
      [500, 'instanceFault'],
      [501, 'notImplemented'],
      [503, 'serviceUnavailable'],
    ]);
    for (const { mediaTypes } of own.operation.responses.values())
      expect(mediaTypes).toEqual(['application/json']);
  });

  test('the schema of each fault asks for its own name and code', () => {
    for (const { status, fault, validate } of own.operation.responses.values()) {
      if (fault === undefined) continue;
      expect(validate?.({ [fault]: { code: status, message: 'No.' } })).toEqual([]);
    }
  });

  test('413 is the only throttle', () => {
    const throttles = [...own.operation.responses.values()].filter(({ throttle }) => throttle);
    expect(throttles.map(({ status }) => status)).toEqual([413]);
  });
});

describe('requests', () => {
  test('every documented upgrade is an example, with the datastore it begins on and its requirement', () => {
    const upgrades = own.operation.body?.examples.map(({ name, state, requirements }) => [
      name,
      `${state?.params.type}-${state?.params.version}`,
      requirements,
    ]);
    expect(upgrades).toHaveLength(6);
    for (const [name, from, requirements] of upgrades ?? []) {
      const [before, after] = String(name).split('-to-');
      expect(from).toBe(before);
      expect(requirements).toEqual([`UPGRADE-${before}-${after}`.toUpperCase()]);
    }
  });

  test('every example fits the schema', async () => {
    const { validatorOf } = await import('../../../src/openapi/schema.ts');
    const { schema = {}, examples = [] } = own.operation.body ?? {};
    expect(examples.flatMap(({ value }) => validatorOf(schema)(value))).toEqual([]);
  });
});

describe('requirements and ambiguities.yaml', () => {
  const authorities = [
    'example',
    'response codes',
    'pagination',
    'datastore types and versions',
    'faults',
    'limits',
    'requests and answers',
    'dates',
    'instance statuses',
    'versions',
    'release notes',
    'roles',
    'inferred',
    'RFC 9110',
    'RFC 9112',
    'CWE-200',
    'CWE-209',
  ];
  const isPage = (name: string) => Object.hasOwn(own.specification.sources.pages, name);
  const sentence = expect.stringMatching(/^[A-Z0-9].*\.$/s);

  test('every requirement says what, how strongly, by which authority and where it stands', () => {
    for (const [id, requirement] of Object.entries(own.specification.requirements)) {
      const { row, excluded, part, digest, digests = {}, places, appliesTo, ...rest } = requirement;
      expect({ id, ...rest }).toEqual({
        id: expect.stringMatching(/^[A-Z][A-Z0-9.-]*$/),
        statement: sentence,
        strength: expect.stringMatching(/^(must|should)$/),
        authority: expect.any(String),
        page: expect.any(String),
        section: expect.stringMatching(/./),
      });
      const isOfPage = / page$/.test(requirement.authority);
      expect(isOfPage || authorities.includes(requirement.authority)).toBe(true);
      expect(isPage(requirement.page)).toBe(true);
      const named = [...Object.keys(digests), ...Object.keys(places ?? {})];
      expect(named.filter((name) => !isPage(name))).toEqual([]);
      // Only what each operation's own page states applies to some of them.
      expect({ id, families: appliesTo !== undefined }).toEqual({
        id,
        families: requirement.page === 'operation',
      });
      expect([undefined, String(row)]).toContain(row);
      expect([undefined, String(part)]).toContain(part);
      expect([undefined, String(digest)]).toContain(digest);
      if (excluded !== undefined) expect(excluded).toEqual(sentence);
    }
  });

  test('every ambiguity says what is accepted and why', () => {
    for (const [id, ambiguity] of Object.entries(own.specification.ambiguities)) {
      expect({ id, ...ambiguity }).toEqual({
        id: expect.stringMatching(/^AMB-[A-Z0-9-]+$/),
        statement: sentence,
        accepted: sentence,
        why: sentence,
        page: expect.any(String),
        section: expect.stringMatching(/./),
      });
      expect(isPage(ambiguity.page)).toBe(true);
    }
  });

  test('what a family of requirements applies to exists, and its cases carry it', () => {
    const { cases, operations } = own.whole;
    for (const [id, { appliesTo = [], excluded }] of Object.entries(own.specification.requirements))
      for (const name of appliesTo) {
        const isNamed = ({ id: operationId, tags }: Operation) =>
          name === 'all' || name === operationId || tags.includes(name);
        const named = new Set([...operations.values()].filter(isNamed).map((one) => one.id));
        const carrying = cases.filter(
          (item) => named.has(item.operationId) && item.requirements.includes(id),
        );
        expect({ id, name, carried: carrying.length > 0 }).toEqual({
          id,
          name,
          carried: excluded === undefined,
        });
      }
  });

  test('every operation has its page', () => {
    const { pages } = own.specification.sources;
    const known = new Map(Object.values(pages).map(({ anchor, operation }) => [anchor, operation]));
    for (const { id, page } of own.whole.operations.values()) {
      // The upgrade's entry was the first, and names its operation like the others.
      expect({ id, operation: known.get(page) }).toEqual({ id, operation: id });
    }
  });

  test('the codes that are excluded are these', () => {
    const excluded = [...own.whole.operations.values()].flatMap(({ id, responses }) =>
      [...responses.values()]
        .filter((one) => one.excluded !== undefined)
        .map(({ status }) => `${id}/${status}`),
    );
    const reads = ['getInstance', 'listReplicas', 'listFlavors', 'listFlavorsForDatastoreVersion'];
    const datastores = ['listDatastores', 'getDatastore', 'listDatastoreVersions', 'getDatastoreVersion'];
    const all = [...reads, ...datastores, 'listVersions', 'getVersion'];
    expect(excluded.toSorted()).toEqual(
      [
        ...all.flatMap((id) => [`${id}/400`, `${id}/422`]),
        ...['deleteInstance/400', 'getFlavor/422', 'listInstances/422', 'updateInstance/202'],
        ...['listVersions/403', 'listVersions/404', 'getVersion/403', 'getVersion/200'],
      ].toSorted(),
    );
  });

  test('every status that a case tolerates for an ambiguity is said to be accepted there', () => {
    const { cases } = own.whole;
    const unsaid = cases.flatMap(({ id, expect, tolerates }) =>
      tolerates
        .filter(({ status, ambiguity }) => {
          const { accepted = '' } = own.specification.ambiguities[ambiguity] ?? {};
          const all = accepted.includes('every other documented code');
          return !accepted.includes(String(expect)) || !(all || accepted.includes(String(status)));
        })
        .map(({ status, ambiguity }) => `${id}: ${ambiguity} does not say ${status}`),
    );
    expect(unsaid).toEqual([]);
  });

  test('reports get every requirement, with its citation in words', () => {
    const { requirements, ambiguities } = statementsFor(own.specification, own.whole);
    expect(Object.keys(requirements).sort()).toEqual(Object.keys(own.specification.requirements).sort());
    expect(requirements['HTTP-ALLOW']?.citation).toBe('RFC 9110, §15.5.6');
    expect(requirements['PATH-INSTANCE']?.citation).toBe(
      'Page of the operation, URI parameters, row instanceId',
    );
    expect(Object.values(ambiguities).every(({ strength }) => strength === 'ambiguity')).toBe(true);
  });
});

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { statementsFor } from '../../../src/app/statements.ts';
import { catalogueInScope } from '../../../src/catalogue/scope.ts';
import type { Operation } from '../../../src/openapi/operations.ts';
import { found, type OwnApi, ownApi, root } from '../../support/apis.ts';

/** The files of spec/requirements, and spec/ambiguities.yaml. */

let own: OwnApi;
let operations: readonly Operation[];

beforeAll(async () => {
  own = await ownApi();
  operations = [...own.whole.operations.values()];
});

const authorities = [
  'example',
  'response codes',
  'faults',
  'limits',
  'requests and answers',
  'dates',
  'instance statuses',
  'datastore types and versions',
  'pagination',
  'versions',
  'release notes',
  'roles',
  'inferred',
  'RFC 9110',
  'RFC 9112',
  'CWE-200',
  'CWE-209',
];
const sentence = expect.stringMatching(/^[A-Z0-9].*\.$/s);
const pages = () => Object.keys(own.specification.sources.pages);

test('every requirement says what, how strongly, by which authority and where it stands', () => {
  for (const [id, requirement] of Object.entries(own.specification.requirements)) {
    const { statement, strength, authority, page, section, row, part, excluded, digests = {} } = requirement;
    expect({ id, statement, strength, authority, page, section }).toEqual({
      id: expect.stringMatching(/^[A-Z][A-Z0-9.-]*$/),
      statement: sentence,
      strength: expect.stringMatching(/^(must|should)$/),
      // That of an operation's page, such as "resize page".
      authority: expect.stringMatching(new RegExp(`^(${authorities.join('|')}|[a-z ]+ page)$`)),
      page: expect.any(String),
      section: expect.stringMatching(/./),
    });
    expect(pages()).toEqual(expect.arrayContaining([page, ...Object.keys(digests)]));
    expect([undefined, String(row)]).toContain(row);
    expect([undefined, String(part)]).toContain(part);
    if (excluded !== undefined) expect(excluded).toEqual(sentence);
  }
});

test('no requirement is stated in two files', async () => {
  const folder = join(root, 'spec/requirements');
  const files = await Promise.all(
    (await readdir(folder)).map(async (name) => parse(await readFile(join(folder, name), 'utf8'))),
  );
  const ids: string[] = files.flatMap((file) => Object.keys(file));
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  expect(ids.sort()).toEqual(Object.keys(own.specification.requirements).sort());
});

describe('families: what the pages of several operations state', () => {
  interface Family {
    readonly id: string;
    readonly names: readonly string[];
  }

  const families = (): Family[] =>
    Object.entries(own.specification.requirements).flatMap(([id, { appliesTo: names }]) =>
      names === undefined ? [] : [{ id, names }],
    );
  const applies = ({ names }: Family, { id, tags }: Operation) =>
    names.some((name) => name === 'all' || name === id || tags.includes(name));

  test('cite the page of each operation, and nothing else does', () => {
    const citing = Object.entries(own.specification.requirements).filter(
      ([, { page }]) => page === 'operation',
    );
    expect(citing.map(([id]) => id).sort()).toEqual(
      families()
        .map(({ id }) => id)
        .sort(),
    );
  });

  test('name operations and tags that there are', () => {
    const known = new Set(['all', ...operations.flatMap(({ id, tags }) => [id, ...tags])]);
    expect(families().flatMap(({ names }) => names.filter((name) => !known.has(name)))).toEqual([]);
  });

  test('name no operation twice', () => {
    const twice = families().filter(({ names }) =>
      operations.some(
        ({ id, tags }) => [id, ...tags, 'all'].filter((name) => names.includes(name)).length > 1,
      ),
    );
    expect(twice).toEqual([]);
  });

  test('are shown by a case of each operation, unless they are about a code that is excluded there', () => {
    const unshown = families().flatMap((family) =>
      operations
        .filter((operation) => applies(family, operation))
        .filter(
          ({ id, responses }) =>
            responses.get(Number(family.id.replace('STATUS-', '')))?.excluded === undefined &&
            !own.whole.cases.some((one) => one.operationId === id && one.requirements.includes(family.id)),
        )
        .map(({ id }) => `${family.id}: ${id}`),
    );
    expect(unshown).toEqual([]);
  });

  /** What a body shows is judged wherever it is shown: also a flavor in a datastore version. */
  test('apply to every operation that names them, other than of the parts of a body', () => {
    const inBodies = (operation: Operation) =>
      new Set([...operation.responses.values()].flatMap((one) => one.contentRequirements));
    const elsewhere = families().flatMap((family) =>
      operations
        .filter((operation) => !applies(family, operation) && !inBodies(operation).has(family.id))
        .filter(({ id }) =>
          own.whole.cases.some((one) => one.operationId === id && one.requirements.includes(family.id)),
        )
        .map(({ id }) => `${family.id}: ${id}`),
    );
    expect(elsewhere).toEqual([]);
  });
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
    expect(pages()).toContain(ambiguity.page);
  }
});

test('every status that a case tolerates for an ambiguity is said to be accepted there', () => {
  const unsaid = own.whole.cases.flatMap(({ id, expect, tolerates }) =>
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

describe('in reports', () => {
  const citations = (...names: readonly string[]) => {
    const { requirements } = statementsFor(own.specification, catalogueInScope(own.whole, names));
    return Object.fromEntries(Object.entries(requirements).map(([id, { citation }]) => [id, citation]));
  };

  test('every requirement stands in that of all operations, and the ambiguities of cases', () => {
    const { requirements, ambiguities } = statementsFor(own.specification, own.whole);
    expect(Object.keys(requirements).sort()).toEqual(Object.keys(own.specification.requirements).sort());
    expect(ambiguities).toHaveProperty('AMB-ROLE');
    expect(ambiguities).not.toHaveProperty('AMB-EXAMPLE');
    expect(Object.values(ambiguities).every(({ strength }) => strength === 'ambiguity')).toBe(true);
  });

  test('a requirement has what was said of it, without what only its file has', () => {
    const { requirements } = statementsFor(own.specification, own.catalogue);
    expect(Object.keys(found(requirements['STATUS-404'])).sort()).toEqual([
      'authority',
      'citation',
      'statement',
      'strength',
    ]);
    expect(requirements['REFUSED-WITHOUT-EFFECT']).toHaveProperty('excluded');
  });

  test.each([
    ['of one operation, its page', ['getFlavor'], 'List flavor by ID, response codes, row 404'],
    [
      'of another one, that of the other',
      ['upgradeInstance'],
      'Upgrade an instance, response codes, row 404',
    ],
    ['of several, no single page', ['flavors'], 'Page of the operation, response codes, row 404'],
    ['of all, no single page', [], 'Page of the operation, response codes, row 404'],
  ])('a family cites %s', (_name, names, citation) => {
    expect(citations(...names)).toMatchObject({
      'STATUS-404': citation,
      // What other pages state is cited from these all the same.
      'HTTP-ALLOW': 'RFC 9110, §15.5.6',
      'PATH-VERSION': 'General pages, versions',
    });
  });

  test.each([
    ['getFlavor', 'List flavor by ID, JSON response, flavor'],
    ['listFlavors', 'List flavors, JSON response, flavors'],
  ])('a family that pages state in different places cites that of %s', (name, citation) =>
    expect(citations(name)).toMatchObject({ 'FLAVOR-BODY': citation }),
  );

  test('of one operation there is nothing that only others have, but what is excluded', () => {
    const { requirements, ambiguities } = statementsFor(
      own.specification,
      catalogueInScope(own.whole, ['listFlavors']),
    );
    expect(requirements).toHaveProperty('FLAVOR-BODY');
    expect(requirements).not.toHaveProperty('UPGRADE-OTHERS');
    expect(ambiguities).not.toHaveProperty('AMB-UNKNOWN-ACTION');
    // A reader sees what no case shows, whatever the scope.
    expect(requirements).toHaveProperty('REQUEST-JSON-SUFFIX');
  });
});

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { prepareSpecification } from '../../../src/app/prepare-specification.ts';
import { pageOf, statementsFor, titleOf } from '../../../src/app/statements.ts';
import { catalogueInScope } from '../../../src/catalogue/scope.ts';
import type { Operation } from '../../../src/openapi/operations.ts';
import { validatorOf } from '../../../src/openapi/schema.ts';
import { atPointer } from '../../../src/util/json-pointer.ts';
import { type OwnApi, ownApi, root } from '../../support/apis.ts';

let own: OwnApi;
let operations: readonly Operation[];

beforeAll(async () => {
  own = await ownApi();
  operations = [...own.whole.operations.values()];
});

test('openapi.yaml is valid OpenAPI 3.1, and what is prepared of spec/ is what is loaded', async () => {
  // Preparing validates with swagger-parser, and throws when the document is not valid.
  const prepared = await prepareSpecification(root);
  expect(prepared.document.openapi).toMatch(/^3\.1\./);
  expect(own.specification).toEqual(prepared);
});

/** Tools ignore what stands beside a reference. The suite reads its own members there. */
const isOwnMember = ([rule, message]: readonly string[]) =>
  rule === 'spec-ref-siblings' && message?.startsWith('Property `x-');

test('openapi.yaml has no problem under the recommended rules of Redocly', async () => {
  // In a process of its own: the linter is an ES module, which jest's runtime does not load on Node 20.
  const program = `
    import { createConfig, lint } from '@redocly/openapi-core';
    const config = await createConfig({ extends: ['recommended'] });
    const problems = await lint({ ref: 'spec/openapi.yaml', config });
    console.log(JSON.stringify(problems.map(({ ruleId, message }) => [ruleId, message])));`;
  const args = ['--input-type=module', '--eval', program];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
  const problems: string[][] = JSON.parse(stdout);
  expect(problems.filter((problem) => !isOwnMember(problem))).toEqual([]);
});

test('there are 22 operations, each described by a page of its own', () => {
  expect(operations).toHaveLength(22);
  const { pages } = own.specification.sources;
  const described = operations.map((operation) => pages[pageOf(operation, own.specification.sources) ?? '']);
  expect(described.map((page) => page?.operation)).toEqual(operations.map(({ id }) => id));
  const listed = Object.values(pages).flatMap((page) => page.operation ?? []);
  expect(listed.sort()).toEqual(operations.map(({ id }) => id).sort());
});

describe('responses', () => {
  /** Every response that is not excluded, with its operation. */
  const all = () =>
    operations.flatMap((operation) =>
      [...operation.responses.values()]
        .filter(({ excluded }) => excluded === undefined)
        .map((response) => ({ operation, ...response })),
    );

  test('each is cited from the row of its status on the page of the operation', () => {
    for (const { operation, status, citation } of all()) {
      const page = titleOf(pageOf(operation, own.specification.sources) ?? '', own.specification.sources);
      expect(citation).toBe(`${page}, response codes, row ${status}`);
    }
  });

  test('each has the requirement of its status, whose citation is the same', () => {
    for (const operation of operations) {
      const { requirements } = statementsFor(own.specification, catalogueInScope(own.whole, [operation.id]));
      for (const response of operation.responses.values()) {
        if (response.excluded !== undefined) continue;
        const form = new RegExp(`^STATUS-${response.status}(-|$)`);
        const id = response.requirements.find((one) => form.test(one)) ?? '';
        expect([operation.id, id, requirements[id]?.citation]).toEqual([operation.id, id, response.citation]);
      }
    }
  });

  test('each error is a fault in JSON, named as the reference names it', () => {
    const { faults } = own.specification.sources;
    const found = all().filter(({ status }) => status >= 400);
    for (const { operation, status, fault, mediaTypes } of found)
      expect({ id: operation.id, status, fault, mediaTypes }).toEqual({
        id: operation.id,
        status,
        fault: Object.entries(faults).find(([code]) => code === String(status))?.[1],
        mediaTypes: ['application/json'],
      });
    expect(new Set(found.map(({ status }) => String(status)))).toEqual(new Set(Object.keys(faults)));
  });

  test('a success is no fault, and in JSON if it has a body', () => {
    for (const { status, fault, mediaTypes } of all()) {
      if (status >= 400) continue;
      expect(fault).toBeUndefined();
      expect([[], ['application/json']]).toContainEqual(mediaTypes);
    }
  });

  test('the schema of each fault asks for its own name and code', () => {
    for (const { status, fault, validate } of all()) {
      if (fault === undefined) continue;
      expect(validate?.({ [fault]: { code: status, message: 'No.' } })).toEqual([]);
      expect(validate?.({ [fault]: { code: status + 1, message: 'No.' } })).not.toEqual([]);
    }
  });

  test('413 is the only throttle, and one of every operation', () => {
    const throttles = all().filter(({ throttle }) => throttle);
    expect(throttles.map(({ operation, status }) => [operation.id, status])).toEqual(
      operations.map(({ id }) => [id, 413]),
    );
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

  test('every example fits the schema, and the places of its values are in it', () => {
    for (const { id, body } of operations)
      for (const { name, value, values = {} } of body?.examples ?? []) {
        expect([id, name, validatorOf(body?.schema ?? {})(value)]).toEqual([id, name, []]);
        for (const pointer of Object.keys(values))
          expect([pointer, atPointer(value, pointer)]).not.toEqual([pointer, undefined]);
      }
  });
});

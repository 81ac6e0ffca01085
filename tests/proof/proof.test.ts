import { join } from 'node:path';
import { type Deviant, deviants, deviantsByKind } from './deviants/index.ts';
import { unseen } from './deviants/unseen.ts';
import { variants, variantsByKind } from './lawful/index.ts';
import { documentedStatuses } from './proof/behaviours.ts';
import { caseIdsOf, proofPage } from './proof/page.ts';
import { proveDeviant, proveVariant } from './proof/prove.ts';
import {
  checkIds,
  deepest,
  loadSuite,
  ruleIds,
  type Suite,
  suiteWithout,
  type Without,
} from './proof/suite.ts';
import { type Tables, tablesOf } from './proof/tables.ts';

/** `npm run prove` runs all of it. Here: some of each kind, and that the proof fails when the suite loses a part. */

const root = join(__dirname, '../..');

let suite: Suite;
let tables: Tables;
beforeAll(async () => {
  suite = await loadSuite(root);
  tables = await tablesOf(suite);
});

describe('the tables', () => {
  test('are as large as they ought to be, and name everything once', () => {
    expect(deviants.length).toBeGreaterThanOrEqual(150);
    expect(variants.length).toBeGreaterThanOrEqual(40);
    const names = [...deviants, ...variants, ...unseen].map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(names.filter((name) => !/^[a-z0-9]+([.-][a-z0-9]+)*$/.test(name))).toEqual([]);
  });

  test('have deviants for every documented status, check and rule', () => {
    expect(new Set(deviants.map(({ status }) => status))).toEqual(new Set(documentedStatuses));
    expect(new Set(tables.deviants.map(({ check }) => check))).toEqual(new Set(checkIds));
    expect(new Set(deviants.flatMap(({ rule }) => rule ?? []))).toEqual(new Set([...ruleIds, 'rows']));
  });
});

test('the page of the proof has the deviants, variants and cases that there are, and no others', () => {
  const nothing = { deviants: new Map(), variants: new Map(), unseen: new Map() };
  const page = proofPage(suite, tables, nothing, checkIds);
  const firstCells = [...page.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name);
  expect(firstCells).toEqual([
    ...checkIds,
    ...ruleIds,
    'rows',
    ...unseen.map(({ name }) => name),
    ...tables.deviants.map(({ name }) => name),
    ...tables.variants.map(({ name }) => name),
    ...caseIdsOf(suite),
  ]);
});

describe('the tables of every operation but the deepest', () => {
  const others = () => [...suite.catalogue.operations.keys()].filter((id) => id !== deepest);

  test('name everything once, and each deviant by its operation', () => {
    const names = [...tables.deviants, ...tables.variants].map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    for (const id of others()) {
      const own = tables.deviants.filter(({ operations }) => operations?.join() === id);
      expect(own.filter(({ name }) => !name.startsWith(`${id}-`))).toEqual([]);
    }
  });

  test('have a deviant of every documented status, and send nothing of another operation', () => {
    for (const id of others()) {
      const cases = suite.catalogue.cases.filter(({ operationId }) => operationId === id);
      const own = tables.deviants.filter(({ operations }) => operations?.join() === id);
      expect(new Set(own.map(({ status }) => status))).toEqual(new Set(cases.map(({ status }) => status)));
      expect(
        own.flatMap((deviant) => deviant.cases ?? []).filter((one) => !one.startsWith(`${id}/`)),
      ).toEqual([]);
    }
  });

  test('are killed and not blamed, of which here are the ends', async () => {
    for (const id of others()) {
      const own = tables.deviants.filter(({ operations }) => operations?.join() === id);
      for (const deviant of [own.at(0), own.at(-1)])
        if (deviant) expect((await proveDeviant(suite, deviant)).fault).toBeUndefined();
      const variant = tables.variants.findLast(({ operations }) => operations?.join() === id);
      if (variant) expect((await proveVariant(suite, variant)).fault).toBeUndefined();
    }
  });
});

describe('a deviant that breaks one relation', () => {
  test('is not killed where it breaks another one, too', async () => {
    const found = tables.deviants.find(({ name }) => name === 'getInstance-of-another');
    if (!found) throw new Error('There is no such deviant.');
    const { requirement: _, ...rest } = found;
    const fault = async (deviant: Deviant) => (await proveDeviant(suite, deviant)).fault;
    expect(await fault(rest)).toBeUndefined();
    expect(await fault({ ...rest, requirement: 'LIST-ORDER' })).toBeDefined();
  });
});

describe('the proof', () => {
  // All of them take a minute. Here are the first and the last of each kind; `npm run prove` treats them no differently.
  const ends = <T>(kinds: Readonly<Record<string, readonly T[]>>) =>
    Object.values(kinds).flatMap((items) => [...items.slice(0, 1), ...items.slice(-1)]);

  test.each(ends(deviantsByKind))('kills $name', async (deviant) => {
    expect((await proveDeviant(suite, deviant)).fault).toBeUndefined();
  });

  test.each(ends(variantsByKind))('blames $name for nothing', async (variant) => {
    expect((await proveVariant(suite, variant)).fault).toBeUndefined();
  });
});

describe('a suite that lacks a part', () => {
  const declared = (test: (deviant: Deviant) => boolean): Deviant => {
    const found = deviants.find(test);
    if (!found) throw new Error('There is no such deviant.');
    return found;
  };
  // Where there is no answer or an effect beside it, no check of the list speaks: see below.
  const parts: readonly (readonly [part: string, without: Without, deviant: Deviant])[] = [
    ...checkIds
      .filter((id) => !['transport', 'side_effects', 'relations'].includes(id))
      .map((id) => [`the check ${id}`, { check: id }, declared(({ check }) => check === id)] as const),
    ['its observations', { observations: true }, declared(({ check }) => check === 'side_effects')],
    ...ruleIds.map((id) => [`the rule ${id}`, { rule: id }, declared(({ rule }) => rule === id)] as const),
    ['its rows', { rows: true }, declared(({ rule }) => rule === 'rows')],
  ];

  test.each(parts)('lets a deviant live without %s', async (_part, without, deviant) => {
    const only = deviant.terms?.given ? undefined : deviant.status;
    expect((await proveDeviant(suite, deviant, only)).fault).toBeUndefined();
    const lacking = suiteWithout(suite.specification, without);
    expect((await proveDeviant(lacking, deviant, only)).fault).toBeDefined();
  });
});

test('a suite that compares no answers lets a deviant live that shows the same thing differently', async () => {
  const between = tables.deviants.filter(({ check }) => check === 'relations');
  expect(between.length).toBeGreaterThan(3);
  const lacking = suiteWithout(suite.specification, { relations: true });
  for (const deviant of between) {
    expect((await proveDeviant(suite, deviant)).fault).toBeUndefined();
    expect((await proveDeviant(lacking, deviant)).fault).toBeDefined();
  }
});

test('a variant that answers as nothing allows is a false alarm to the proof', async () => {
  const [deviant] = deviants;
  if (!deviant) throw new Error('There is no deviant.');
  expect((await proveVariant(suite, deviant)).fault).toMatch(/^raised status_code_conformance in 202\//);
});

test('a variant whose ambiguity the report does not name is refused by the proof', async () => {
  const [reference] = variants;
  if (!reference) throw new Error('There is no variant.');
  const claiming = { ...reference, ambiguity: 'AMB-METHOD', tolerated: 501 };
  expect((await proveVariant(suite, claiming)).fault).toBe('no case was tolerated with 501 by AMB-METHOD');
});

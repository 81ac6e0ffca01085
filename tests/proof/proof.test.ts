import { join } from 'node:path';
import { type Deviant, deviants, deviantsByKind } from './deviants/index.ts';
import { unseen } from './deviants/unseen.ts';
import { variants, variantsByKind } from './lawful/index.ts';
import { documentedStatuses } from './proof/behaviours.ts';
import { caseIdsOf, proofPage } from './proof/page.ts';
import { proveDeviant, proveVariant } from './proof/prove.ts';
import { checkIds, loadSuite, ruleIds, type Suite, suiteWithout, type Without } from './proof/suite.ts';

/** `npm run prove` runs all of it. Here: some of each kind, and that the proof fails when the suite loses a part. */

const root = join(__dirname, '../..');

let suite: Suite;
beforeAll(async () => {
  suite = await loadSuite(root);
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
    expect(new Set(deviants.map(({ check }) => check))).toEqual(new Set(checkIds));
    expect(new Set(deviants.flatMap(({ rule }) => rule ?? []))).toEqual(new Set([...ruleIds, 'rows']));
  });
});

test('the page of the proof has the deviants, variants and cases that there are, and no others', () => {
  const nothing = { deviants: new Map(), variants: new Map(), unseen: new Map() };
  const page = proofPage(suite, nothing, checkIds);
  const firstCells = [...page.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name);
  expect(firstCells).toEqual([
    ...checkIds,
    ...ruleIds,
    'rows',
    ...unseen.map(({ name }) => name),
    ...deviants.map(({ name }) => name),
    ...variants.map(({ name }) => name),
    ...caseIdsOf(suite),
  ]);
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
      .filter((id) => id !== 'transport' && id !== 'side_effects')
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

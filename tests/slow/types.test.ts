/** The declarations that ship, as projects of other people compile them: their TypeScript, their settings. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ended, newFolder, packInto, succeeded } from '../support/stranger.ts';

/** The oldest that is supported, and the last of each line after it. */
const versions = ['5.4.5', '5.9.3', '6.0.3', '7.0.2'];

const wrongOption = '// @ts-expect-error no such option';
const noUndefined = '// @ts-expect-error an option may be absent, but not undefined';

const files = {
  'library.mts': `
    import {
      type Case, catalogueOf, type Check, checksWith, type ConformanceOptions, type Driver, type Exchange, type Json,
      loadCatalogue, operationsOf, type Progress, readDocument, render, reporters, run, runCatalogue, type RunOptions,
      type RunResult, type StateHandlers, SuiteError,
    } from 'clouddb-conformance';
    const states: StateHandlers = { 'no such instance': () => ({ instanceId: 'a' }) };
    const options: ConformanceOptions = { target: 'http://a.test', only: [404, '*/401/*'], states };
    const result: RunResult = await run(options);
    export const text: string = await render('markdown', result);
    export const code: number = result.run.exitCode;
    export const one: Case | undefined = (await loadCatalogue()).cases[0];
    ${wrongOption}
    await run({ targt: 'http://a.test' });
    ${noUndefined}
    await run({ target: undefined });
    export { catalogueOf, checksWith, operationsOf, readDocument, reporters, runCatalogue, SuiteError };
    export type { Check, Driver, Exchange, Json, Progress, RunOptions };`,
  'library.cts': `
    import type { ConformanceOptions, RunResult } from 'clouddb-conformance' with { 'resolution-mode': 'import' };
    export async function main(options: ConformanceOptions): Promise<RunResult> {
      const { run } = await import('clouddb-conformance');
      return run(options);
    }`,
  ...Object.fromEntries(
    ['jest.mts', 'jest.cts'].map((name) => [
      name,
      `
    import { conformanceTests, type JestOptions } from 'clouddb-conformance/jest';
    const options: JestOptions = { target: 'http://a.test', account: '1', states: 'module:states.mjs' };
    conformanceTests(options);
    conformanceTests();
    ${wrongOption}
    conformanceTests({ targt: 'http://a.test' });
    ${noUndefined}
    conformanceTests({ target: undefined });`,
    ]),
  ),
  'required.cts': `
    import jest = require('clouddb-conformance/jest');
    jest.conformanceTests({ target: 'http://a.test' });`,
};

const folder = newFolder();
const at = (...names: string[]): string => join(folder.path, ...names);
const compilerOf = (version: string): string => `typescript-${version}`;

beforeAll(async () => {
  const { name } = await packInto(folder.path);
  const compilers = versions.map((version) => [compilerOf(version), `npm:typescript@${version}`]);
  const dependencies = { 'clouddb-conformance': `file:${name}`, '@types/node': '^20.19.0' };
  const manifest = { private: true, dependencies: { ...dependencies, ...Object.fromEntries(compilers) } };
  writeFileSync(at('package.json'), JSON.stringify(manifest));
  mkdirSync(at('src'));
  for (const [file, text] of Object.entries(files)) writeFileSync(at('src', file), text);
  await succeeded(['npm', 'install', '--ignore-scripts'], folder.path);
});
afterAll(() => folder.remove());

async function errorsOf(version: string, options: Readonly<Record<string, unknown>>): Promise<string> {
  const strict = { strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, noEmit: true };
  const compilerOptions = { target: 'ES2022', ...strict, ...options };
  writeFileSync(at('tsconfig.json'), JSON.stringify({ compilerOptions, include: ['src'] }));
  const tsc = at('node_modules', compilerOf(version), 'bin/tsc');
  return (await ended([process.execPath, tsc, '--project', folder.path], folder.path)).out;
}

test.each(versions)('TypeScript %s with module NodeNext and the types of Node', async (version) => {
  expect(await errorsOf(version, { module: 'NodeNext', types: ['node'], lib: ['ES2022'] })).toBe('');
});

describe('without the types of Node, where those of browsers have what is needed', () => {
  const [present, absent] = [at('node_modules/@types/node'), at('types-of-node')];
  beforeAll(() => renameSync(present, absent));
  afterAll(() => renameSync(absent, present));

  test.each(versions)('TypeScript %s with module Node16', async (version) => {
    expect(await errorsOf(version, { module: 'Node16', types: [], lib: ['ES2022', 'DOM'] })).toBe('');
  });
});

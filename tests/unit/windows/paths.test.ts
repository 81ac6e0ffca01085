/** Paths as Windows writes them. What cannot run here is run with its kind of paths. */
jest.mock('node:path', () => jest.requireActual('node:path').win32);

import { statesSource } from '../../../src/config/states-kind.ts';
import { fileOf, isUrl, pathFrom } from '../../../src/openapi/assemble/source.ts';
import { pageLines } from '../../../src/pages/rst/include.ts';

const refuse = (value: unknown, why?: string): never => {
  throw new Error(why ?? `refused ${String(value)}`);
};

test.each([
  ['module:C:\\tests\\states.mjs', { kind: 'module', file: 'C:\\tests\\states.mjs' }],
  ['module:..\\states.ts', { kind: 'module', file: '..\\states.ts' }],
  ['command:"C:\\a b\\states.exe" --x', { kind: 'command', command: '"C:\\a b\\states.exe" --x' }],
])('--states %s', (given, source) => expect(statesSource.read(given, refuse)).toEqual(source));

test.each(['C:\\tests\\states.mjs', 'c:/tests/states.ts', 'states.js'])(
  '--states %s: a file without module: is refused with the right form',
  (given) => expect(() => statesSource.read(given, refuse)).toThrow(`did you mean module:${given}?`),
);

test.each(['C:\\api\\openapi.yaml', 'c:/api/openapi.yaml', '..\\openapi.yaml'])(
  '%s is a path, not a URL',
  (path) => expect(isUrl(path)).toBe(false),
);

test.each([
  ['schemas/a.yaml', 'C:\\api\\schemas\\a.yaml', 'schemas/a.yaml'],
  ['../shared/b.yaml#/x', 'C:\\shared\\b.yaml', '../shared/b.yaml'],
  ['a%20b.yaml', 'C:\\api\\a b.yaml', 'a b.yaml'],
])('the reference %s leads to %s, named %s', (reference, file, shown) => {
  const root = 'C:\\api\\openapi.yaml';
  expect(fileOf(reference, root)).toBe(file);
  expect(pathFrom(root, file)).toBe(shown);
});

test('a page includes a file beside it', async () => {
  const files: Record<string, string> = {
    'docs\\page.rst': 'one\r\n.. include:: parts/notes.rst\r\nthree\r\n',
    'docs\\parts\\notes.rst': 'two\r\n',
  };
  const lines = await pageLines('docs\\page.rst', async (name) => {
    const text = files[name];
    if (text === undefined) throw new Error(`there is no ${name}`);
    return Buffer.from(text);
  });
  expect(lines.map(({ text }) => text).filter(Boolean)).toEqual(['one', 'two', 'three']);
});

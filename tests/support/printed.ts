import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { toJson } from '../../src/reporters/json.ts';
import { actingParts } from './hostile-output.ts';
import { hostileResult } from './results.ts';
import { inNewDirectory, type Surroundings, suite } from './run.ts';

async function expectHarmless(argv: readonly string[], surroundings: Surroundings = {}): Promise<void> {
  const { out, err } = await suite(argv, surroundings);
  const commands = surroundings.env?.GITHUB_ACTIONS === 'true' ? 'commands' : 'no commands';
  expect({ argv, out: actingParts(out), err: actingParts(err, commands) }).toEqual({
    argv,
    out: [],
    err: [],
  });
}

/**
 * Everything printed passes one place (decision 0027): whatever a command was given, nothing in its output acts on a
 * terminal or a CI system.
 */
export function testPrinted(hostileText: fc.Arbitrary<string>, numRuns: number): void {
  const runs = { numRuns, endOnFailure: true };

  test('of stored results', () =>
    inNewDirectory(async (file) => {
      await fc.assert(
        fc.asyncProperty(hostileText, hostileText, async (one, other) => {
          await writeFile(file('a.json'), toJson(hostileResult(one)));
          await writeFile(file('b.json'), toJson(hostileResult(other)));
          await expectHarmless(['report', file('a.json')]);
          await expectHarmless(['report', '--brief', file('a.json')], { env: { GITHUB_ACTIONS: 'true' } });
          await expectHarmless(['compare', file('a.json'), file('b.json')]);
          await expectHarmless(['compare', '--as', 'matrix', file('a.json'), file('b.json')]);
        }),
        runs,
      );
    }));

  test.each(['console', 'markdown', 'tap', 'junit', 'json', 'har', 'ctrf', 'annotations'])(
    'in the file of a report as %s, which may be the standard output',
    (format) =>
      inNewDirectory(async (file) => {
        await fc.assert(
          fc.asyncProperty(hostileText, async (text) => {
            await writeFile(file('a.json'), toJson(hostileResult(text)));
            expect(
              await suite(['report', file('a.json'), '--report', `${format}=${file('out')}`]),
            ).toMatchObject({
              err: '',
            });
            const commands = format === 'annotations' ? 'commands' : 'no commands';
            expect(actingParts(await readFile(file('out'), 'utf8'), commands)).toEqual([]);
          }),
          runs,
        );
      }),
  );

  test('of an annotation, one line for each, which only the suite begins', () =>
    inNewDirectory(async (file) => {
      await fc.assert(
        fc.asyncProperty(hostileText, async (text) => {
          await writeFile(file('a.json'), toJson(hostileResult(text)));
          const { err } = await suite(['report', file('a.json')], { env: { GITHUB_ACTIONS: 'true' } });
          const begun = err.split('\n').slice(0, -1);
          expect(
            begun.filter((line) => !/^::error title=[^:,\r]+::(?:[^%\r]|%(?:25|0A|0D))+$/.test(line)),
          ).toEqual([]);
        }),
        runs,
      );
    }));

  test('of documents, pages and config files', () =>
    inNewDirectory(async (file, cwd) => {
      const document = await readFile(join(__dirname, 'other-api.yaml'), 'utf8');
      const page = await readFile(join(__dirname, 'pages/renew-loan.rst'), 'utf8');
      await fc.assert(
        fc.asyncProperty(hostileText, async (text) => {
          const quoted = JSON.stringify(text);
          const spec = document
            .replace('title: Loans of a library', `title: ${quoted}`)
            .replace('name: a loan was extended', `name: ${quoted}`)
            .replaceAll('summary: a first renewal', `summary: ${quoted}`);
          await writeFile(file('spec.yaml'), spec);
          await writeFile(file('page.rst'), page.replaceAll('Not Found', text.replaceAll('\n', ' ')));
          await writeFile(file('conf.yaml'), `target: http://127.0.0.1:1\nspec: ${quoted}\n`);
          await writeFile(file('bad.yaml'), `target: [${text}\n`);
          for (const argv of [
            ['list', '--spec', 'spec.yaml'],
            ['list', '--json', '--spec', 'spec.yaml'],
            ['explain', 'readLoan/404/absent', '--spec', 'spec.yaml'],
            ['explain', text],
            [
              '--plan',
              '--spec',
              file('spec.yaml'),
              '--target',
              'http://127.0.0.1:1',
              '--token',
              'token-0123456789',
            ],
            ['spec', 'check', file('page.rst')],
            ['spec', 'check', '--json', file('page.rst')],
            ['spec', 'check', text],
            ['--config', file('conf.yaml'), '--plan'],
            ['--config', file('bad.yaml')],
            ['report', text],
            ['--only', text],
            [text],
          ])
            await expectHarmless(argv, { cwd });
        }),
        runs,
      );
    }));
}

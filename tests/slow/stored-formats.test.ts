import { readFile } from 'node:fs/promises';
import { refusedForBuiltIn, reporters } from '../../src/reporters/index.ts';
import { type ReferenceTarget, serveReference } from '../support/reference-target.ts';
import { type Ended, inNewDirectory, own, suite } from '../support/run-deepest.ts';
import * as formats from '../unit/reporters/formats-validity.ts';
import { htmlErrors } from '../unit/reporters/html-validity.ts';
import { schemaErrors, xmlErrors } from '../unit/reporters/validity.ts';

const validity: Readonly<Record<keyof typeof reporters, (text: string) => Promise<string[]> | string[]>> = {
  annotations: formats.annotationErrors,
  badge: formats.svgErrors,
  'badge-json': formats.badgeJsonErrors,
  console: (text) => (text.endsWith('\n') ? [] : ['the last line is not ended']),
  ctrf: formats.ctrfErrors,
  har: formats.harErrors,
  html: htmlErrors,
  json: schemaErrors,
  junit: xmlErrors,
  markdown: formats.markdownErrors,
  tap: formats.tapErrors,
};
const names = Object.keys(reporters) as (keyof typeof reporters)[];

type File = (name: string) => string;
const inAll = (all: readonly string[], file: File, prefix: string) =>
  all.flatMap((name) => ['--report', `${name}=${file(`${prefix}.${name}`)}`]);

/** Renames the fault of 422. */
const renaming = () =>
  serveReference(async (request, next) => {
    const response = await next(request);
    if (response.status !== 422) return response;
    const body = (await response.text()).replace('unprocessableEntity', 'unprocessable');
    return new Response(body, { status: 422, headers: { 'Content-Type': 'application/json' } });
  });

const at = ({ url, states }: ReferenceTarget) => [
  '--target',
  url,
  '--states',
  states,
  '--account',
  own.accountId,
  '--token',
  own.token,
];

/** Whole runs in every format, stored, merged and compared. What is printed otherwise: `tests/integration/reports.test.ts`. */

describe('every format of a run', () => {
  async function expectSound(argv: readonly string[], wanted: typeof names): Promise<Ended> {
    return inNewDirectory(async (file) => {
      const ran = await suite([...argv, ...inAll(wanted, file, 'run')]);
      const again = await suite(['report', file('run.json'), ...inAll(wanted, file, 'again')]);
      expect(again).toEqual({ code: ran.code, out: '', err: '' });
      for (const name of wanted) {
        const text = await readFile(file(`run.${name}`), 'utf8');
        expect({ name, errors: await validity[name](text) }).toEqual({ name, errors: [] });
        expect({ name, same: text === (await readFile(file(`again.${name}`), 'utf8')) }).toEqual({
          name,
          same: true,
        });
        expect(text).not.toContain(own.token);
      }
      expect(await suite(['report', file('run.json')])).toEqual({ code: ran.code, out: ran.out, err: '' });
      return ran;
    });
  }

  it('on the built-in target is valid, and the same from the stored result', async () => {
    const { code } = await expectSound(
      [],
      names.filter((name) => !refusedForBuiltIn.has(name)),
    );
    expect(code).toBe(0);
  });

  it('on a target that deviates is valid, and the same from the stored result', async () => {
    const target = await renaming();
    try {
      expect((await expectSound(at(target), names)).code).toBe(1);
    } finally {
      await target.close();
    }
  });
});

describe('a run in parts', () => {
  it('is the whole run again when its parts are merged', () =>
    inNewDirectory(async (file) => {
      const parts = [1, 2, 3].map((index) => file(`${index}.json`));
      for (const [index, part] of parts.entries()) {
        const { code, out } = await suite(['--shard', `${index + 1}/3`, '--report', `json=${part}`]);
        expect(code).toBe(0);
        expect(out).toContain('; incomplete; ');
      }
      await suite(['--report', `json=${file('whole.json')}`]);
      const merging = [
        'report',
        ...parts,
        '--report',
        `json=${file('merged.json')}`,
        '--report',
        `junit=${file('m.xml')}`,
      ];
      expect(await suite(merging)).toEqual({ code: 0, out: '', err: '' });
      const [whole, merged] = await Promise.all(
        ['whole.json', 'merged.json'].map(async (name) => JSON.parse(await readFile(file(name), 'utf8'))),
      );
      expect(merged.conclusion).toBe('conformant');
      for (const key of ['coverage', 'requirements', 'ambiguities', 'conclusion'] as const)
        expect(merged[key]).toEqual(whole[key]);
      expect(schemaErrors(JSON.stringify(merged))).toEqual([]);
      expect(await suite(['compare', file('whole.json'), file('merged.json')])).toMatchObject({
        code: 0,
        out: expect.stringContaining(': 0 better, 0 worse, 0 new, 0 gone\n'),
      });
      expect(await suite(['report', ...parts.slice(1)])).toMatchObject({
        code: 2,
        err: 'error: Of the 3 parts of the run 1/3 is missing.\n',
      });
    }));
});

describe('two runs', () => {
  it('are compared: what got worse is exit code 1', () =>
    inNewDirectory(async (file) => {
      let deviating = false;
      const target = await serveReference(async (request, next) =>
        deviating && request.method === 'PATCH' ? new Response(null, { status: 404 }) : next(request),
      );
      const store = (name: string) => suite([...at(target), '--report', `json=${file(name)}`]);
      await store('before.json');
      deviating = true;
      await store('after.json');
      await target.close();
      const worse = await suite([
        'compare',
        file('before.json'),
        file('after.json'),
        '--report',
        `html=${file('c.html')}`,
        '--report',
        `markdown=${file('c.md')}`,
      ]);
      expect(worse).toMatchObject({ code: 1, err: '' });
      expect(worse.out).toContain(`${target.url}: 0 better, 1 worse, 0 new, 0 gone\nSomething got worse.\n`);
      expect(worse.out).toMatch(
        /upgradeInstance\/405\/method-patch +conforms +deviates +Expected 405 \(.*\), received 404/,
      );
      expect(await readFile(file('c.html'), 'utf8')).toContain(
        '<th scope="row">upgradeInstance/405/method-patch</th>',
      );
      expect(await readFile(file('c.md'), 'utf8')).toContain(
        '| upgradeInstance/405/method-patch | conforms | deviates |',
      );
      expect(await suite(['compare', file('after.json'), file('before.json')])).toMatchObject({
        code: 0,
        out: expect.stringContaining(': 1 better, 0 worse, 0 new, 0 gone\n'),
      });
      expect(
        await suite(['compare', file('before.json'), file('after.json'), '--as', 'matrix']),
      ).toMatchObject({
        code: 0,
        out: expect.stringContaining('2 runs side by side\n'),
      });
    }));
});

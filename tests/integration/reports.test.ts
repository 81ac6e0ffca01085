import { readFile, writeFile } from 'node:fs/promises';
import { refusedForBuiltIn, reporters } from '../../src/reporters/index.ts';
import { type ReferenceTarget, serveReference } from '../support/reference-target.ts';
import { type Ended, inNewDirectory, own, suite } from '../support/run.ts';
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

it('a badge is refused for the built-in target, before and after', () =>
  inNewDirectory(async (file) => {
    const before = await suite(['--report', `badge=${file('b.svg')}`]);
    expect(before).toEqual({
      code: 2,
      out: '',
      err: expect.stringContaining('badge, which is refused for the built-in target'),
    });
    await suite(['--only', '404', '--report', `json=${file('r.json')}`]);
    const after = await suite(['report', file('r.json'), '--report', `badge-json=${file('b.json')}`]);
    expect(after).toEqual({
      code: 2,
      out: '',
      err: expect.stringContaining('badge-json is refused for a run on the built-in target'),
    });
  }));

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

  it('is listed', async () => {
    const ids = async (shard: string[]) => (await suite(['list', '--json', ...shard])).out;
    const [all, ...parts] = await Promise.all([[], ['--shard', '1/2'], ['--shard', '2/2']].map(ids));
    const count = (text = '[]') => JSON.parse(text).length;
    expect(parts.map(count).reduce((sum, one) => sum + one, 0)).toBe(count(all));
  });
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

describe('what is no stored result', () => {
  const broken: readonly (readonly [string, string, string])[] = [
    ['no file', '', 'cannot be read (ENOENT'],
    ['no JSON', '{', 'is not a JSON report: '],
    ['another JSON', '{"a": 1}', "at its root it must have required property 'formatVersion'"],
    [
      'an earlier format',
      '{"formatVersion": 1}',
      '"not-provoked" are called "inconclusive" and "not-exercised"',
    ],
    ['a later format', '{"formatVersion": 3}', 'has the format version 3; this suite reads version 2'],
  ];
  it.each(broken)('%s', (_, text, message) =>
    inNewDirectory(async (file) => {
      if (text !== '') await writeFile(file('r.json'), text);
      for (const command of [['report'], ['compare', file('s.json')]]) {
        await writeFile(file('s.json'), text);
        const { code, err } = await suite([...command, file('r.json')]);
        expect({ code, err }).toEqual({
          code: 2,
          err: expect.stringContaining(command[0] === 'report' ? message : 'error: '),
        });
      }
    }),
  );

  it('a damaged one: the place is named', () =>
    inNewDirectory(async (file) => {
      await suite(['--only', '404', '--report', `json=${file('r.json')}`]);
      const report = JSON.parse(await readFile(file('r.json'), 'utf8'));
      report.cases[3].verdict = 'fine';
      await writeFile(file('r.json'), JSON.stringify(report));
      expect((await suite(['report', file('r.json')])).err).toMatch(
        /r\.json is not a JSON report of this suite: at \/cases\/3\/verdict it must be equal to one of the allowed values: \["conforms",/,
      );
    }));

  it.each([
    [['report'], 'report needs a JSON report'],
    [['compare', 'a.json'], 'compare needs two JSON reports or more'],
    [['compare', 'a.json', './a.json'], 'compare is given the file "./a.json" twice'],
    [['report', ''], 'report is given an empty file name'],
    [
      ['report', 'a.json', '--report', 'html=./a.json'],
      '--report names the file ./a.json, which is read as well',
    ],
    [
      ['compare', 'a', 'b', '--report', 'junit=c'],
      'unknown format "junit"; there are console, html, markdown',
    ],
    [['compare', 'a', 'b', 'c', '--as', 'changes'], '--as changes takes two files, not 3'],
    [['list', '--quiet'], '--quiet is not an option of list. It is one of run'],
  ])('%j', async (argv, message) => {
    expect(await suite(argv)).toEqual({ code: 2, out: '', err: expect.stringContaining(message) });
  });
});

describe('where things are printed', () => {
  it('nothing, with --quiet', async () => {
    expect(await suite(['--only', '404', '--quiet'])).toEqual({ code: 0, out: '', err: '' });
  });

  it('annotations and the summary of the job, under GitHub Actions', () =>
    inNewDirectory(async (file) => {
      const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: file('summary.md') };
      await writeFile(file('summary.md'), '# before\n');
      const { out, err } = await suite(['--only', '404'], { env });
      expect(out).not.toContain('::');
      expect(err).toMatch(/^::notice title=.*\n$/);
      expect(await readFile(file('summary.md'), 'utf8')).toMatch(/^# before\n### clouddb-conformance/);
      expect(
        await suite(['--only', '404'], { env: { GITHUB_ACTIONS: '', GITHUB_STEP_SUMMARY: '' } }),
      ).toMatchObject({ code: 0, err: '' });
    }));

  it('a summary that cannot be written is told, and the rest is not lost', async () => {
    const env = { GITHUB_STEP_SUMMARY: '/no/such/directory/summary.md' };
    const { code, out, err } = await suite(['--only', '404'], { env });
    expect({ code, err }).toEqual({
      code: 4,
      err: expect.stringContaining('/no/such/directory/summary.md (ENOENT'),
    });
    expect(out).toContain('against the built-in reference implementation');
  });
});

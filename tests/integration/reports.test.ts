import { readFile, writeFile } from 'node:fs/promises';
import { inNewDirectory, suite } from '../support/run-deepest.ts';

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

it('a run in parts is listed', async () => {
  const ids = async (shard: string[]) => (await suite(['list', '--json', ...shard])).out;
  const [all, ...parts] = await Promise.all([[], ['--shard', '1/2'], ['--shard', '2/2']].map(ids));
  const count = (text = '[]') => JSON.parse(text).length;
  expect(parts.map(count).reduce((sum, one) => sum + one, 0)).toBe(count(all));
});

describe('what is no stored result', () => {
  const broken: readonly (readonly [string, string, string])[] = [
    ['no file', '', 'cannot be read (ENOENT'],
    ['no JSON', '{', 'is not a JSON report: '],
    ['YAML', 'waivers:\n  - case: x\n', String.raw`waivers:\n`],
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
    [['compare', 'a.json', './a.json'], 'compare got the file "./a.json" twice'],
    [['report', ''], 'report got an empty file name'],
    [
      ['report', 'a.json', '--report', 'html=./a.json'],
      '--report names the file ./a.json, which is also an input',
    ],
    [
      ['compare', 'a', 'b', '--report', 'junit=c'],
      'unknown format "junit"; known are console, html, markdown',
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

  it('a summary that cannot be written is reported, and the rest is not lost', async () => {
    const env = { GITHUB_STEP_SUMMARY: '/no/such/directory/summary.md' };
    const { code, out, err } = await suite(['--only', '404'], { env });
    expect({ code, err }).toEqual({
      code: 4,
      err: expect.stringContaining('/no/such/directory/summary.md (ENOENT'),
    });
    expect(out).toContain('against the built-in reference implementation');
  });
});

import { readFile, writeFile } from 'node:fs/promises';
import { inNewDirectory, suite } from '../support/run-deepest.ts';

/** `--report FORMAT=-`: the report alone is on stdout, and what is for people on stderr. */

const only = ['--only', '404'];
const inNewReport = (use: (file: string, path: (name: string) => string) => Promise<void>) =>
  inNewDirectory(async (path) => {
    await suite([...only, '--quiet', '--report', `json=${path('r.json')}`]);
    await use(path('r.json'), path);
  });

test.each<[name: string, more: string[], err: RegExp]>([
  ['with the result on stderr', [], /against the built-in reference implementation: incomplete/],
  ['alone, with --quiet', ['--quiet'], /^$/],
])('a run prints it %s', async (_, more, err) => {
  const ended = await suite([...only, ...more, '--report', 'json=-']);
  expect(ended).toMatchObject({ code: 0, err: expect.stringMatching(err) });
  expect(JSON.parse(ended.out)).toMatchObject({ formatVersion: 2, conclusion: 'incomplete' });
});

test('the console report there is not repeated on stderr', async () => {
  const { out, err } = await suite([...only, '--report', 'console=-']);
  expect(out).toMatch(/^clouddb-conformance .* against the built-in/);
  expect(err).toBe('');
});

test.each(['json', 'html', 'junit', 'annotations', 'tap'])(
  'report prints the bytes of the file in the format %s, and other reports are written',
  (format) =>
    inNewReport(async (file, path) => {
      await suite(['report', file, '--report', `${format}=${path('r')}`]);
      const argv = ['report', file, '--report', `${format}=-`, '--report', `markdown=${path('r.md')}`];
      expect(await suite(argv)).toEqual({ code: 0, out: await readFile(path('r'), 'utf8'), err: '' });
      expect(await readFile(path('r.md'), 'utf8')).toMatch(/^### clouddb-conformance/);
    }),
);

test('compare prints it with the comparison for people on stderr', () =>
  inNewReport(async (file, path) => {
    await writeFile(path('s.json'), await readFile(file));
    const plain = await suite(['compare', file, path('s.json')]);
    const { out, err } = await suite(['compare', file, path('s.json'), '--report', 'markdown=-']);
    expect(err).toBe(plain.out);
    expect(out).toMatch(/^### /);
    expect(await suite(['compare', file, path('s.json'), '--report', 'console=-'])).toEqual(plain);
  }));

test.each<[what: string, argv: string[], message: string]>([
  [
    'another report',
    ['--report', 'json=-', '--report', 'html=-'],
    '--report sends two reports to stdout (-)',
  ],
  [
    'another name of stdout',
    ['--report', 'json=-', '--report', 'tap=/dev/stdout'],
    'A report cannot be written to /dev/stdout: it is also another output, -.',
  ],
])('stdout holds one report: %s is refused before anything is sent', async (_, argv, message) => {
  expect(await suite([...only, ...argv])).toEqual({
    code: 2,
    out: '',
    err: expect.stringContaining(message),
  });
});

test('a file of this name is still one', () =>
  inNewReport(async (file, path) => {
    const ended = await suite(['report', file, '--report', `json=${path('./-')}`]);
    expect(ended).toEqual({ code: 0, out: '', err: '' });
    expect(JSON.parse(await readFile(path('-'), 'utf8'))).toHaveProperty('formatVersion', 2);
  }));

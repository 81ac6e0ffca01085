import { parse } from '../../../src/cli/parse.ts';
import { refusal } from './support.ts';

const reportOf = (argv: readonly string[], env = {}) =>
  parse(['report', 'r.json', ...argv], env, ['html', 'console'], __dirname);

const settingsOf = async (argv: readonly string[], env = {}) => {
  const invocation = await reportOf(argv, env);
  if (invocation.command !== 'report') throw new Error(`It is ${invocation.command}.`);
  return invocation.settings;
};

test.each<[argv: string[], message: RegExp]>([
  [['--spec', 'api.yaml'], /^--spec needs --rejudge beside it/],
  [['--spec-allow', 'parts'], /^--spec-allow needs --rejudge beside it/],
  [
    ['--rejudge', '--report', 'html=r.html'],
    /^--rejudge and --report html exclude each other: .*console=FILE/,
  ],
  [['--rejudge', '--brief'], /^--rejudge and --brief exclude each other/],
  [['--rejudge', '--open'], /^--rejudge and --open exclude each other/],
])('report r.json %j is refused', async (argv, message) => {
  expect(await refusal(reportOf(argv))).toMatchObject({
    kind: 'usage',
    message: expect.stringMatching(message),
  });
});

test('the document, and the text in a file', async () => {
  expect(await settingsOf(['--rejudge', '--spec', 'api.yaml', '--report', 'console=r.txt'])).toMatchObject({
    rejudge: true,
    spec: { file: 'api.yaml', allow: [] },
    reports: [{ format: 'console', file: 'r.txt' }],
  });
});

test('variables for other commands of a job change nothing', async () => {
  const env = { CLOUDDB_REPORT: 'html=r.html', CLOUDDB_BRIEF: 'true', CLOUDDB_SPEC: 'api.yaml' };
  expect(await settingsOf(['--rejudge'], env)).toMatchObject({ reports: [], spec: { file: 'api.yaml' } });
  const rendered = await settingsOf([], env);
  expect(rendered).toMatchObject({ rejudge: false, reports: [{ format: 'html', file: 'r.html' }] });
  expect(rendered).not.toHaveProperty('spec');
});

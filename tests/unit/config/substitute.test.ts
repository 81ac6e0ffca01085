import { headerSecret, list, pattern, rootUrl, wholeNumber } from '../../../src/config/kinds.ts';
import { substituteVariables } from '../../../src/config/substitute.ts';
import { SuiteError } from '../../../src/model/errors.ts';
import { directoryWith, parsed, refusal, run } from '../cli/support.ts';

const env = {
  HOST: 'h.test',
  NUMBER: '5',
  EMPTY: '',
  BLANK: ' \t',
  NESTED: '$' + '{HOST}',
  lower_1: 'l',
  DOLLARS: '$& $1',
  ABSENT: undefined,
};
const place = { env, at: 'key', file: 'conf.yaml' };

/** `${NAME}` without what a linter takes for a slip. */
const ref = (inside: string) => `$\{${inside}}`;

test.each([
  ['nothing to replace', 'plain $HOME $5 {x} $', 'plain $HOME $5 {x} $'],
  ['a variable', ref('HOST'), 'h.test'],
  ['a variable within', `http://${ref('HOST')}:80/`, 'http://h.test:80/'],
  ['two of them', `${ref('HOST')}${ref('NUMBER')}`, 'h.test5'],
  ['a lower-case name', ref('lower_1'), 'l'],
  ['a literal', `$${ref('HOST')}`, ref('HOST')],
  ['a literal of what is unset', `a$${ref('ABSENT')}`, `a${ref('ABSENT')}`],
  ['no recursion', ref('NESTED'), ref('HOST')],
  ['no patterns of replace', ref('DOLLARS'), '$& $1'],
  ['a default not needed', ref('HOST:-x'), 'h.test'],
  ['a default for unset', ref('ABSENT:-http://x/?a=b-c'), 'http://x/?a=b-c'],
  ['a default for empty', ref('EMPTY:-x'), 'x'],
  ['a default for blank', ref('BLANK:-x'), 'x'],
  ['an empty default', `v1${ref('ABSENT:-')}`, 'v1'],
])('%s: %s', (_name, text, expected) => {
  expect(substituteVariables(rootUrl, text, place)).toBe(expected);
});

test.each([
  ['unset', ref('ABSENT'), 'key in conf.yaml names the variable ABSENT, which is not set.'],
  ['empty', ref('EMPTY'), 'key in conf.yaml names the variable EMPTY, which is empty.'],
  ['blank', ref('BLANK'), 'key in conf.yaml names the variable BLANK, which is empty.'],
  ['misspelt', ref('NUMBR'), 'which is not set. Did you mean NUMBER?'],
  ['of Object', ref('constructor'), 'constructor, which is not set'],
  ['without a name', ref(''), 'without the name of a variable'],
  ['without an end', '$' + '{HOST', 'without the name of a variable'],
  ['with a number first', ref('1HOST'), 'without the name of a variable'],
  ['with a dash', ref('MY-HOST'), 'without the name of a variable'],
  ['with another operator', ref('HOST:?x'), 'without the name of a variable'],
  ['in a default', ref(`ABSENT:-${ref('HOST')}`), 'without the name of a variable'],
])('a variable %s is refused', (_name, text, says) => {
  expect(() => substituteVariables(rootUrl, text, place)).toThrow(SuiteError);
  expect(() => substituteVariables(rootUrl, text, place)).toThrow(says);
});

describe('the value becomes what its option takes', () => {
  const number = wholeNumber('N', 0, 9);

  test.each([
    ['a number', number, ref('NUMBER'), 5],
    ['a number that was one', number, 5, 5],
    ['text for a number that names none', number, '5', '5'],
    ['items of a list', list(number, { commas: true }), [1, ref('NUMBER'), '5'], [1, 5, '5']],
    ['texts of a list', list(pattern, { commas: true }), [ref('NUMBER'), 404], ['5', 404]],
  ])('%s', (_name, kind, value, expected) => {
    expect(substituteVariables<unknown>(kind, value, place)).toEqual(expected);
  });

  test('deep, and never in keys', () => {
    const value = { [ref('HOST')]: [{ url: ref('HOST') }, true, null] };
    expect(substituteVariables(rootUrl, value, place)).toEqual({
      [ref('HOST')]: [{ url: 'h.test' }, true, null],
    });
    expect(() => substituteVariables(rootUrl, { a: [{ b: ref('ABSENT') }] }, place)).toThrow(
      'key.a.0.b in conf.yaml names the variable ABSENT',
    );
  });
});

describe('a config file with variables', () => {
  let directory: Awaited<ReturnType<typeof directoryWith>>;
  const inDirectoryWith = async (content: string, name = 'clouddb-conformance.config.yaml') => {
    directory = await directoryWith({ [name]: content });
    return directory.path;
  };
  afterEach(() => directory.remove());

  test('gives values of every type', async () => {
    const cwd = await inDirectoryWith(
      `target: ${ref('URL')}/base\ntimeout: ${ref('MS')}\nstrict: ${ref('STRICT:-true')}\nconsent: "${ref('CONSENT')}"\nonly: ["${ref('CASE')}"]\nallowIncomplete: ["${ref('CODE')}"]\n`,
    );
    const given = { URL: 'http://x.test', MS: '5', CONSENT: 'observe', CASE: '*/404/*', CODE: '501' };
    expect(await run([], given, cwd)).toMatchObject({
      target: 'http://x.test/base',
      timeoutMs: 5,
      strict: true,
      consent: 'observe',
      only: ['*/404/*'],
      allowIncomplete: [501],
      given: { target: 'http://x.test/base', timeout: 5 },
    });
    const { message } = await refusal(parsed([], { ...given, MS: 'soon' }, cwd));
    expect(message).toContain('timeout in clouddb-conformance.config.yaml must be a whole number');
  });

  test('works the same in code', async () => {
    const cwd = await inDirectoryWith(
      `export default { timeout: '${ref('MS')}' };`,
      'clouddb-conformance.config.ts',
    );
    expect((await run([], { MS: '5' }, cwd)).timeoutMs).toBe(5);
    expect((await refusal(parsed([], {}, cwd))).message).toContain('names the variable MS, which is not set');
  });

  test('needs none of those it does not use', async () => {
    const cwd = await inDirectoryWith(`target: ${ref('URL')}\ntimeout: 5\n`);
    const { kind, exitCode, message } = await refusal(parsed([], {}, cwd));
    expect({ kind, exitCode }).toEqual({ kind: 'configuration', exitCode: 2 });
    expect(message).toBe(
      'target in clouddb-conformance.config.yaml names the variable URL, which is not set.',
    );
    expect((await parsed(['list'], {}, cwd)).command).toBe('list');
    expect((await run(['--target', 'http://other.test'], {}, cwd)).target).toBe('http://other.test');
    expect((await run([], { CLOUDDB_TARGET: 'http://other.test' }, cwd)).timeoutMs).toBe(5);
  });

  test('still shows a mistake beside one that is not used', async () => {
    const cwd = await inDirectoryWith(`target: ${ref('URL')}\nconcurrency: 0\n`);
    expect((await refusal(parsed(['list'], {}, cwd))).message).toContain('concurrency in');
  });

  test('does not show what a secret key got', async () => {
    const cwd = await inDirectoryWith(`target: http://x.test\ntoken: ${ref('SECRET')}\n`);
    for (const secret of ['S3cr3t\u0001', 'S3c', ' S3cr3t-token']) {
      const { message } = await refusal(parsed([], { SECRET: secret }, cwd));
      expect(message).toContain('token in clouddb-conformance.config.yaml');
      expect(message).not.toContain('S3c');
    }
    const { given, values } = await run([], { SECRET: 'S3cr3t-token' }, cwd);
    expect(values.token).toBe('S3cr3t-token');
    expect(JSON.stringify(given)).not.toContain('S3cr3t');
    const kind = headerSecret;
    expect(() => substituteVariables(kind, 'S3cr3t-$' + '{', place)).toThrow(/^(?!.*S3cr3t)/);
  });

  test('does not show the user and password of a URL', async () => {
    const cwd = await inDirectoryWith(`target: https://${ref('LOGIN')}@host\n`);
    const { message } = await refusal(parsed([], { LOGIN: 'me:S3cr3t' }, cwd));
    expect(message).not.toContain('S3cr3t');
  });
});

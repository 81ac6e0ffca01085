import { directoryWith, parsed, refusal, run } from '../cli/support.ts';

const secret = 'S3cr3t-t0ken-value';
const at = ['--target', 'http://target.test'];

describe('a token', () => {
  test.each([
    ['under 8 characters', 'abc1234', 'shorter than 8 characters'],
    ['with a line break', 'token-with\nline-break', 'header field'],
    ['with a control character', 'token-with\u0001control', 'header field'],
    ['outside Latin-1', 'token-with-\u20ac-sign', 'header field'],
    ['with a space at its end', 'token-with-space ', 'header field'],
    ['of absurd size', 'x'.repeat(10_000), 'header field'],
  ])('%s is refused and not shown', async (_name, token, says) => {
    const directory = await directoryWith({ 'conf.json': JSON.stringify({ token }) });
    for (const work of [
      parsed([...at, '--token', token]),
      parsed(at, { CLOUDDB_TOKEN: token }),
      parsed([...at, '--config', directory.file('conf.json')]),
    ]) {
      const { message, exitCode } = await refusal(work);
      expect(exitCode).toBe(2);
      expect(message).toContain(says);
      expect(message).not.toContain(token.trim());
      expect(message.length).toBeLessThan(400);
    }
    await directory.remove();
  });

  test('under 8 characters is accepted when allowed', async () => {
    const { values } = await run([...at, '--token', 'abc', '--allow-short-secrets']);
    expect(values.token).toBe('abc');
  });

  test('may hold spaces and Latin-1', async () => {
    expect((await run([...at, '--token', 'Bearer t\u00f6ken'])).values.token).toBe('Bearer t\u00f6ken');
  });

  test('stands in the options of the report by its variable’s name', async () => {
    const { given } = await run([...at, '--token', secret]);
    expect(given).toEqual({ target: 'http://target.test', token: '$CLOUDDB_TOKEN' });
  });
});

/** Slips that put a secret where it is refused: messages reach CI logs. */
test.each([
  [[...at, '--token', secret, '--token', secret]],
  [['--token', secret]],
  [[...at, '--token', 'half', secret]],
  [[...at, '--tokn', secret]],
  [[...at, `--tokn=${secret}`]],
  [[...at, `-t${secret}`]],
  [[...at, '--token', `--${secret}`]],
  [['--target', `https://user:${secret}@host`]],
  [['--target', `htp://user:${secret}@host`]],
  [['--target', `user:${secret}@host`]],
  [['--target', `http://user:p/${secret}@host`]],
  [['--target', `http://host/?key=${secret}`]],
  [['--target', `host/?key=${secret}`]],
  [[...at, '--states', `https://user:${secret}@host`]],
  [[...at, '--states', `ftp://host/?key=${secret}`]],
])('%j does not show the secret', async (argv) => {
  expect((await refusal(parsed(argv))).message).not.toContain(secret);
});

test('the query of --states is kept for the driver and out of the report', async () => {
  const { states, given } = await run([...at, '--states', `http://s.test/x?key=${secret}`]);
  expect(states).toEqual({ kind: 'http', url: `http://s.test/x?key=${secret}` });
  expect(JSON.stringify(given)).not.toContain(secret);
});

describe('a token file', () => {
  test('gives the token without the line break at its end', async () => {
    const directory = await directoryWith({ token: `\uFEFF${secret}\r\n` });
    const { values, given } = await run([...at, '--token-file', directory.file('token')]);
    expect(values.token).toBe(secret);
    expect(given.tokenFile).toBe(directory.file('token'));
    await directory.remove();
  });

  test.each([
    ['missing', undefined, 'cannot be read'],
    ['empty', '\n', 'is empty'],
    ['short', 'abc\n', 'shorter than 8'],
    ['of two lines', `${secret}\n${secret}\n`, 'one line'],
    ['binary', new Uint8Array([0xff, 0xfe, 0x80, 0x81, 0x82, 0x83, 0x84, 0x85]), 'Latin-1'],
  ])('%s is refused', async (_name, content, says) => {
    const directory = await directoryWith(content === undefined ? {} : { token: content });
    const { message, exitCode } = await refusal(parsed([...at, '--token-file', directory.file('token')]));
    expect(exitCode).toBe(2);
    expect(message).toContain('--token-file');
    expect(message).toContain(says);
    expect(message).not.toContain(secret);
    await directory.remove();
  });

  test('that is a directory is refused', async () => {
    const directory = await directoryWith();
    const { message } = await refusal(parsed([...at, '--token-file', directory.path]));
    expect(message).toContain('cannot be read');
    await directory.remove();
  });

  test('beside a token of the same source is refused; else the stronger source counts', async () => {
    const directory = await directoryWith({ token: `${secret}\n` });
    const file = directory.file('token');
    const both = await refusal(parsed([...at, '--token', 'other-token', '--token-file', file]));
    expect(both.message).toBe('--token and --token-file are both given; give one of them.');
    expect((await run([...at, '--token-file', file], { CLOUDDB_TOKEN: 'other-token' })).values.token).toBe(
      secret,
    );
    expect((await run([...at, '--token', 'other-token'], { CLOUDDB_TOKEN_FILE: file })).values.token).toBe(
      'other-token',
    );
    await directory.remove();
  });
});

import { access, writeFile } from 'node:fs/promises';
import { fault } from '../support/answers.ts';
import { closedAfterEach } from '../support/closing.ts';
import { type Ended, inNewDirectory, own, suite } from '../support/run-deepest.ts';
import { closedPort, serve } from '../support/server.ts';

/** What ends before anything is sent: one sentence, the right code, and no trace. */

const opened = closedAfterEach();

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

function expectOneSentence({ err, out }: Ended, says: RegExp): void {
  expect(err).toMatch(says);
  const lines = err.trimEnd().split('\n');
  // What a run of several operations, or of some of them, says first.
  const others = lines.filter((text) => !/^\d+ (?:of \d+ operations: |cases; greatest risk: )/.test(text));
  expect(others).toHaveLength(1);
  expect(err).not.toMatch(/\bat .*:\d+:\d+/);
  expect(out).toBe('');
}

describe('a target that cannot be reached', () => {
  test.each([
    ['refuses connections', async () => `http://127.0.0.1:${await closedPort()}`, /refuses connections/],
    ['has no address', async () => 'http://name.invalid', /name of the host (was not found|could not be)/],
    [
      'does not speak TLS',
      async () => opened(await serve(() => fault(400))).url.replace('http:', 'https:'),
      /does not speak TLS/,
    ],
  ])('because it %s ends with 4', async (_name, targetOf, says) => {
    await inNewDirectory(async (file) => {
      const report = file('r.json');
      const ended = await suite(['--target', await targetOf(), ...own.args, '--report', `json=${report}`]);
      expect(ended.code).toBe(4);
      expectOneSentence(ended, says);
      expect(await exists(report)).toBe(false);
    });
  });

  test('is waited for so long as --wait says', async () => {
    const url = `http://127.0.0.1:${await closedPort()}`;
    const ended = await suite(['--target', url, ...own.args, '--wait', '1']);
    expect(ended.code).toBe(4);
    expectOneSentence(ended, /did not answer within 1 s of --wait/);
  });
});

test('a provider-state endpoint that is down ends with 4, and nothing is sent', async () => {
  const target = opened(await serve(() => fault(400)));
  const states = `http://127.0.0.1:${await closedPort()}/states?key=do-not-show`;
  const ended = await suite(['--target', target.url, ...own.args, '--states', states]);
  expect(ended.code).toBe(4);
  expectOneSentence(ended, /provider-state endpoint .* cannot be reached/);
  expect(ended.err).not.toContain('do-not-show');
  expect(target.received).toEqual([]);
});

describe('bad input ends with 2, and nothing is sent or written', () => {
  const badInputs: readonly (readonly [options: readonly string[], says: RegExp])[] = [
    [['--no-such-option'], /Unknown option --no-such-option/],
    [['--timeout', 'soon'], /--timeout must be/],
    [['--timeout', '0'], /--timeout must be/],
    [['--concurrency', '1.5'], /--concurrency must be/],
    [['--consent', 'everything'], /--consent must be/],
    [['--rate', 'fast'], /--rate must be/],
    [['--target', ''], /--target/],
    [['--token', ''], /--token/],
    [['--states', 'nowhere'], /--states must be/],
    [['--only', 'upgradeInstance/999/*'], /matches no case/],
    [['--only', '418'], /matches no case/],
    [['--skip', 'nothing-like-this'], /matches no case/],
    [['--only', '500', '--skip', '500'], /removes every case that --only selects/],
    [['--allow-incomplete', '418'], /418, which is not documented/],
    [['--report', 'jsno=r.json'], /unknown format "jsno".*json/],
    [['--report', 'json'], /--report must be/],
    [['--report', 'json=/no/such/directory/r.json'], /its directory does not exist/],
    [['--report', 'json=/'], /it is a directory/],
    [['--datastore', 'mysql'], /--datastore must be/],
    [['--spec', '/no/such/openapi.yaml'], /cannot be read/],
    [['--config', '/no/such/config.yaml'], /config/],
    [['--token-file', '/no/such/token'], /--token-file/],
    [['extra'], /Unknown command|Unexpected argument/],
    [['rum'], /Unknown command "rum".*run/],
  ];

  test.each(badInputs)('%j', async (options, says) => {
    const target = opened(await serve(() => fault(400)));
    await inNewDirectory(async (file) => {
      const report = file('r.json');
      const [first = ''] = options;
      const given = ['--target', '--token', '--datastore', '--token-file'].includes(first)
        ? [...options]
        : ['--target', target.url, ...own.args, ...options];
      const argv = first.startsWith('--') ? given : [first, ...given.filter((item) => item !== first)];
      const ended = await suite([...argv, '--report', `json=${report}`]);
      expect(ended.code).toBe(2);
      expectOneSentence(ended, says);
      expect(target.connections()).toBe(0);
      expect(await exists(report)).toBe(false);
    });
  });

  test.each([
    ['is no YAML', '{{{{', /not a valid|no valid|cannot|not YAML/i],
    ['is no OpenAPI document', 'hello: world', /is not a valid OpenAPI document/],
    [
      'is of another version',
      'openapi: 4.0.3\ninfo: {title: a, version: "1"}\npaths: {}\n',
      /"4\.0\.3" where OpenAPI 3\.0, 3\.1, 3\.2 or Swagger 2\.0 was expected/,
    ],
    ['has no operation', 'openapi: 3.1.0\ninfo: {title: a, version: "1"}\npaths: {}\n', /./],
  ])('a --spec that %s', async (_name, text, says) => {
    const target = opened(await serve(() => fault(400)));
    await inNewDirectory(async (file) => {
      await writeFile(file('spec.yaml'), text);
      const ended = await suite(['--target', target.url, ...own.args, '--spec', file('spec.yaml')]);
      expect(ended.code).toBe(2);
      expect(ended.err).toMatch(says);
      expect(ended.err).not.toMatch(/\bat .*:\d+:\d+\)/);
      expect(target.connections()).toBe(0);
    });
  });

  test.each([
    ['an empty variable', { CLOUDDB_TARGET: '' }, /CLOUDDB_TARGET/],
    ['a bad variable', { CLOUDDB_TIMEOUT: 'soon' }, /CLOUDDB_TIMEOUT/],
  ])('%s', async (_name, env, says) => {
    const ended = await suite([], { env });
    expect(ended.code).toBe(2);
    expect(ended.err).toMatch(says);
  });
});

test('a report that would hold a secret is not written, and it is said which secret and what to do', async () => {
  const target = opened(await serve(() => fault(404)));
  await inNewDirectory(async (file) => {
    const ended = await suite(
      ['--target', target.url, '--account', 'a', '--only', '404', '--report', `html=${file('r.html')}`],
      // A word that reports use themselves.
      { env: { CLOUDDB_TOKEN: 'requirement' } },
    );
    expect(ended).toMatchObject({ code: 4, out: '' });
    expect(ended.err).toMatch(
      /Not written: the result on stdout, \S+r\.html \(it would hold the value of CLOUDDB_TOKEN; .* use a secret that is not; .*\)\.\n$/,
    );
    expect(ended.err).not.toContain('requirement');
    await expect(access(file('r.html'))).rejects.toThrow();
  });
});

test('a report that cannot be written in the end is exit 4, and the others are written', async () => {
  const target = opened(await serve(() => fault(400)));
  await inNewDirectory(async (file, directory) => {
    const { rm, mkdir } = await import('node:fs/promises');
    await mkdir(file('gone'));
    const vanishing = opened(
      await serve(async () => {
        await rm(file('gone'), { recursive: true, force: true });
        return fault(400);
      }),
    );
    const ended = await suite([
      '--target',
      vanishing.url,
      ...own.args,
      '--only',
      '401',
      '--report',
      `junit=${directory}/gone/r.xml`,
      '--report',
      `json=${file('r.json')}`,
    ]);
    expect(ended.code).toBe(4);
    expect(ended.err).toMatch(/Not written: .*gone\/r\.xml/);
    expect(await exists(file('r.json'))).toBe(true);
  });
  expect(target.received).toEqual([]);
});

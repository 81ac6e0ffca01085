import { writeFile } from 'node:fs/promises';
import { fault } from '../support/answers.ts';
import { closedAfterEach } from '../support/closing.ts';
import { serveReference, type Wrap } from '../support/reference-target.ts';
import { having, inNewDirectory, own, report, statusesThat, suite } from '../support/run-deepest.ts';
import { serve } from '../support/server.ts';
import { serveStates, statesOf } from '../support/states.ts';

const opened = closedAfterEach();

async function referenceArgs(wrap?: Wrap) {
  const target = opened(await serveReference(wrap));
  return ['--target', target.url, ...own.args, '--states', target.states];
}

/** A lawful variant: the reference asks for no `Allow`, RFC 9110 does. */
const withoutAllow: Wrap = async (request, next) => {
  const response = await next(request);
  response.headers.delete('Allow');
  return response;
};

/** A deviant in one code only. */
const teapotFor405: Wrap = async (request, next) => {
  const response = await next(request);
  return response.status === 405 ? new Response('{}', { status: 418 }) : response;
};

describe('a selection is never conformant, and its exit code judges it alone', () => {
  test.each([
    ['--only a status', ['--only', '401'], 0],
    ['--only several', ['--only', '401,404', '--only', '405'], 0],
    ['--only a pattern', ['--only', 'upgradeInstance/400/body-*'], 0],
    ['--only what tolerates', ['--only', '*/unusual-byte-order-mark'], 0],
    ['--skip a status', ['--skip', '500'], 0],
    ['--only and --skip', ['--only', 'upgradeInstance/4*', '--skip', '*busy*'], 0],
    ['--only all', ['--only', '*'], 0],
  ])('%s', async (_name, options, code) => {
    const { code: ended, result } = await report(options);
    expect(ended).toBe(code);
    expect(result.conclusion).toBe('incomplete');
    expect(having(result, 'conforms', 'tolerated').length).toBeGreaterThan(0);
    for (const { verdict, exchanges } of result.cases) {
      expect(verdict === 'not-selected').toBe(exchanges.length === 0);
    }
  });

  test('of what deviates is 1; of the rest is 0', async () => {
    const args = await referenceArgs(teapotFor405);
    const { code, result } = await report([...args, '--only', '405']);
    expect({ code, conclusion: result.conclusion }).toEqual({ code: 1, conclusion: 'deviates' });
    expect((await suite([...args, '--skip', '405'])).code).toBe(0);
  });

  test('of what cannot be exercised is 3', async () => {
    const target = opened(await serveReference());
    const { code } = await report(['--target', target.url, ...own.args, '--only', '500,503']);
    expect(code).toBe(3);
  });
});

describe('--allow-incomplete', () => {
  test('changes the exit code, and neither conclusion nor coverage', async () => {
    /** Of an endpoint without the three states that are hard to bring about. */
    const run = async (...options: string[]) => {
      const target = opened(await serveReference());
      const lacking = /over its limit|has a fault|unavailable/;
      const handler = statesOf(target.reference);
      const states = opened(
        await serveStates((message) => (lacking.test(message.state) ? { status: 404 } : handler(message))),
      );
      return report(['--target', target.url, ...own.args, '--states', states.url, ...options]);
    };
    const plain = await run();
    expect(plain.code).toBe(3);
    expect(statusesThat(plain.result, 'incomplete')).toEqual([413, 500, 503]);
    for (const [codes, expected] of [
      ['413,500,503', 0],
      ['500,503', 3],
    ] as const) {
      const { code, result } = await run('--allow-incomplete', codes);
      expect({ codes, code }).toEqual({ codes, code: expected });
      expect(result.conclusion).toBe('incomplete');
      expect(result.coverage).toEqual(plain.result.coverage);
    }
  });

  test('holds for a selection, too', async () => {
    const target = opened(await serveReference());
    const args = ['--target', target.url, ...own.args, '--only', '401,500'];
    expect((await suite(args)).code).toBe(3);
    expect((await suite([...args, '--allow-incomplete', '500'])).code).toBe(3);
    expect((await suite([...args, '--allow-incomplete', '401,500'])).code).toBe(0);
  });

  test('excuses no deviation', async () => {
    const args = await referenceArgs(teapotFor405);
    expect((await suite([...args, '--allow-incomplete', '405'])).code).toBe(1);
  });
});

describe('--strict', () => {
  test('makes a warning count in the exit code alone', async () => {
    const args = await referenceArgs(withoutAllow);
    const lenient = await report(args);
    expect(lenient).toMatchObject({ code: 0, result: { conclusion: 'conformant' } });
    const strict = await report([...args, '--strict']);
    expect(strict).toMatchObject({ code: 1, result: { conclusion: 'conformant' } });
    const warned = strict.result.cases.filter(({ findings }) =>
      findings.some(({ severity }) => severity === 'warning'),
    );
    // Every case but that of HEAD, whose answer need not have the header.
    const asked = strict.result.cases.filter(
      ({ id, status }) => status === 405 && !id.endsWith('method-head'),
    );
    expect(warned).toEqual(asked);
  });

  test('changes nothing where there is none', async () => {
    expect((await suite(['--strict'])).code).toBe(0);
  });
});

describe('--plan', () => {
  test('says what would be sent, and sends nothing', async () => {
    const target = opened(await serve(() => fault(400)));
    const states = opened(await serveStates());
    const { code, out, err } = await suite([
      '--target',
      target.url,
      ...own.args,
      '--states',
      states.url,
      '--plan',
    ]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('nothing is sent');
    expect(out).toContain('upgradeInstance/202/mysql-5.6-to-mysql-5.7');
    expect(out).toContain('nothing else in flight');
    expect(out).toMatch(
      /\d+ resources created at most: by 56 set-ups of provider states by the driver "http \S+, then --instance" and \d+ requests/,
    );
    expect(out).not.toContain(own.token);
    expect(target.connections() + states.connections()).toBe(0);
  });

  test('says the least time under --rate, and under the limit that the reference states', async () => {
    const args = ['--target', 'http://127.0.0.1:1', ...own.args, '--plan'];
    const { out } = await suite([...args, '--rate', '20/m']);
    const requests = planned(out).length;
    expect(requests).toBeGreaterThan(60);
    expect(out).toContain(`at least ${Math.ceil((requests * 3) / 60)} min at the pace of --rate`);
    expect(out).toContain(
      `If the target lets 5 requests of upgradeInstance in every 60 s: at least ${Math.floor((requests - 1) / 5)} min. LIMIT-5-A-MINUTE: Some actions are limited to five a minute. The table of limits does not name the upgrade.\n`,
    );
    expect((await suite([...args, '--only', '413'])).out).not.toContain('If the target lets');
  });

  /** The cases of a plan that have a number, in its order. */
  const planned = (out: string) =>
    out.split('\n').flatMap((line) => /^\d+ +[A-Z]+ +(upgradeInstance\/\S+)/.exec(line)?.[1] ?? []);

  test.each<[string, readonly string[]]>([
    ['what is given', own.args],
    ['--consent observe', [...own.args, '--consent', 'observe']],
    ['--consent change', [...own.args, '--consent', 'change']],
    ['--consent destroy', [...own.args, '--consent', 'destroy']],
    ['an account alone', ['--account', own.accountId]],
    ['an account and a token', ['--account', own.accountId, '--token', own.token]],
    ['a selection', [...own.args, '--only', '202,405,422', '--consent', 'change']],
  ])('of a run without states says what is sent and what is not: %s', async (_name, given) => {
    const target = opened(await serveReference());
    const args = ['--target', target.url, ...given, '--concurrency', '1'];
    const { out } = await suite([...args, '--plan']);
    const { result } = await report(args);
    const sent = result.cases.filter(({ exchanges }) => exchanges.length > 0).map(({ id }) => id);
    expect(planned(out).sort()).toEqual(sent.sort());
    expect(out).toContain(`\n${planned(out).length} request`);
    expect(out).not.toContain('set-up');
    for (const line of out.split('\n').filter((text) => text.startsWith('–')))
      expect(line).toMatch(/no, needs --/);
  });

  test('has the accepted upgrade last, says what is read, and how many instances are created', async () => {
    const args = ['--target', 'http://target.test', ...own.args, '--plan'];
    const { out } = await suite([...args, '--consent', 'change']);
    expect(planned(out).at(-1)).toBe('upgradeInstance/202/mysql-5.6-to-mysql-5.7');
    expect(out).toContain('1 resource created at most: by 1 request that may be accepted.');
    expect(out).toContain(`GET http://target.test/v1.0/${own.accountId}/instances/${own.instanceId} and GET`);
    expect((await suite(args)).out).toContain('No resource is created unless the target deviates.');
  });

  test('lacks no token that auth would obtain', async () => {
    await inNewDirectory(async (file) => {
      const auth = { type: 'command', command: 'exit 1' };
      await writeFile(file('conf.json'), JSON.stringify({ target: 'http://target.test', auth }));
      const { code, out } = await suite(['--config', file('conf.json'), '--plan']);
      expect(code).toBe(0);
      expect(planned(out)).toContain('upgradeInstance/404/absent-instance');
    });
  });

  test('follows the selection', async () => {
    const { out } = await suite(['--plan', '--only', '401']);
    expect(out).toContain('/401/');
    expect(out).not.toContain('/400/');
  });
});

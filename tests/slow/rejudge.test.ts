import { readFile, writeFile } from 'node:fs/promises';
import { hostile } from '../proof/hostile/rows.ts';
import { closedAfterEach } from '../support/closing.ts';
import { serveRaw } from '../support/raw.ts';
import { impatient, serveReference, takingAnyMediaType, type Wrap } from '../support/reference-target.ts';
import { type Ended, inNewDirectory, own, suite } from '../support/run-deepest.ts';

/** A report that a run wrote follows from its exchanges, whatever the run was. */

const opened = closedAfterEach();

type File = (name: string) => string;

/** A target that repeats the token, as no target should. */
const repeating: Wrap = async (request, next) => {
  const response = await next(request);
  const body = (await response.text()).replace('"message":"', `"message":"${own.token} `);
  return new Response(body, { status: response.status, headers: response.headers });
};

const reference = async (...args: Parameters<typeof serveReference>) => opened(await serveReference(...args));

/** A target that answers each request in another way, most of them wrong. */
async function mixed() {
  let count = 0;
  return opened(
    await serveRaw((socket, request) => {
      const { answer } = hostile[count % hostile.length] ?? { answer: () => {} };
      if (/^[A-Z]+ \S+\/action/.test(request)) count += 1;
      answer(socket);
    }),
  );
}

const runs: Readonly<Record<string, (file: File) => Promise<readonly string[]>>> = {
  'of the built-in target': async () => [],
  'of some cases': async () => ['--only', '*/415/*,*/404/*'],
  'with a given instance and no states': async () => ['--target', (await reference()).url, ...own.args],
  'behind a rate limit': async () => {
    const { url } = await reference(impatient, { rateLimit: { requests: 5, perMs: 100 } });
    return ['--target', url, ...own.args, '--consent', 'change'];
  },
  'of a target that deviates, with waivers': async (file) => {
    const { url, states } = await reference(takingAnyMediaType);
    const reason = 'Ticket 7.';
    const entry = {
      case: '*/415/*',
      check: 'status_code_conformance',
      reason,
      owner: 'me',
      expires: '2999-01-01',
    };
    await writeFile(file('waivers.json'), JSON.stringify({ waivers: [entry] }));
    return ['--target', url, ...own.args, '--states', states, '--waivers', file('waivers.json')];
  },
  'of a target that repeats the token': async () => {
    const { url, states } = await reference(repeating);
    return ['--target', url, ...own.args, '--states', states, '--only', '*/40?/*'];
  },
  'of a hostile target': async () => {
    const fast = ['--concurrency', '1', '--timeout', '300', '--max-wait', '0'];
    return ['--target', (await mixed()).url, ...own.args, '--consent', 'change', ...fast];
  },
};

const rejudge = (...args: readonly string[]): Promise<Ended> => suite(['report', '--rejudge', ...args]);

test.each(Object.entries(runs))('%s', (_name, argv) =>
  inNewDirectory(async (file) => {
    await suite([...(await argv(file)), '--quiet', '--report', `json=${file('r.json')}`]);
    const { code, out, err } = await rejudge(file('r.json'));
    expect({ code, err, out }).toEqual({
      code: 0,
      err: '',
      out: expect.stringContaining('✓ Nothing differs'),
    });
    expect(out).toContain('This is no signature');
  }),
);

test('in parts, and merged', () =>
  inNewDirectory(async (file) => {
    const parts = ['1', '2'].map((name) => file(`${name}.json`));
    for (const [index, part] of parts.entries())
      await suite(['--quiet', '--shard', `${index + 1}/2`, '--report', `json=${part}`]);
    await suite(['report', ...parts, '--report', `json=${file('whole.json')}`]);
    const all = await rejudge(...parts, file('whole.json'));
    expect(all).toMatchObject({ code: 0, err: '' });
    expect(all.out.match(/✓ Nothing differs/g)).toHaveLength(3);
  }));

const document = {
  openapi: '3.1.0',
  info: { title: 'Books', version: '1' },
  paths: {
    '/books/{book}': {
      get: {
        operationId: 'readBook',
        parameters: [
          { name: 'book', in: 'path', required: true, schema: { type: 'string' }, example: 'emma' },
        ],
        responses: { 200: { description: 'It.' }, 404: { description: 'None.' } },
      },
    },
  },
};

test('of another document: it is needed, and a changed one is said', () =>
  inNewDirectory(async (file) => {
    const target = opened(
      await serveRaw((socket) => socket.write('HTTP/1.1 404 \r\nContent-Length: 0\r\n\r\n')),
    );
    const spec = ['--spec', file('books.json')];
    const argv = ['--target', target.url, ...spec, '--report', `json=${file('r.json')}`, '--quiet'];
    await writeFile(file('books.json'), JSON.stringify(document));
    await suite(argv, { env: { CLOUDDB_OPERATION: 'readBook' } });
    expect(await rejudge(file('r.json'), ...spec)).toMatchObject({ code: 0, err: '' });
    const without = await rejudge(file('r.json'));
    expect(without).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('give that document with --spec'),
    });
    const changed = { ...document, info: { title: 'Books', version: '2' } };
    await writeFile(file('books.json'), JSON.stringify(changed));
    const { code, out } = await rejudge(file('r.json'), ...spec);
    expect({ code, out }).toEqual({
      code: 0,
      out: expect.stringContaining('by another version or document'),
    });
  }));

test('with one byte changed: which, and why; the text also goes to a file', () =>
  inNewDirectory(async (file) => {
    await suite(['--quiet', '--only', '*/404/*', '--report', `json=${file('r.json')}`]);
    const text = await readFile(file('r.json'), 'utf8');
    await writeFile(file('r.json'), text.replace('{\\"itemNotFound', '{\\"itemNotfound'));
    const { code, out } = await rejudge(file('r.json'), '--report', `console=${file('r.txt')}`);
    expect(code).toBe(1);
    expect(out).toMatch(
      /✗ upgradeInstance\/404\/\S+: the body of its answer \(exchange 1\) does not match its digest \(the report was changed\)/,
    );
    expect(out).toMatch(/✗ upgradeInstance\/404\/\S+: conforms in the report, deviates by its exchanges: /);
    expect(await readFile(file('r.txt'), 'utf8')).toBe(out);
  }));

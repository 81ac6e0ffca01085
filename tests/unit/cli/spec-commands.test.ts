import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readDocument } from '../../../src/openapi/document.ts';
import { pagesFolder, pageText } from '../../support/pages/pages.ts';
import { suite } from '../../support/run.ts';
import { directoryWith, parsed, refusal } from './support.ts';

const page = join(pagesFolder, 'renew-loan.rst');
const document = join(pagesFolder, 'renew-loan.yaml');
const check = (...argv: readonly string[]) => ['spec', 'check', ...argv, '--spec', document];

let folder: Awaited<ReturnType<typeof directoryWith>>;
beforeEach(async () => {
  const [text, notes] = await Promise.all(['renew-loan.rst', 'renewal-notes.rst'].map(pageText));
  if (text === undefined || notes === undefined) throw new Error('no page');
  folder = await directoryWith({ 'renewal-notes.rst': notes });
  await writeFile(folder.file('changed.rst'), text.replace('|Not Found  ', '|Not There  '));
});
afterEach(() => folder.remove());

describe('spec check', () => {
  test('of a page that agrees ends with 0, and says what it did not check', async () => {
    const { code, out, err } = await suite(check(page));
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain(`${page}: POST /branches/{branch}/loans/{loanId}/renewal: 9 response codes`);
    expect(out).toMatch(/^requirements: 0 hold, \d+ not checked \(\d+ pages not given\)$/m);
    expect(out).toMatch(/^no drift$/m);
  });

  test('of a page that does not ends with 1, with line and pointer', async () => {
    const { code, out } = await suite(check(folder.file('changed.rst')));
    expect(code).toBe(1);
    expect(out).toContain(
      `✗ ${folder.file('changed.rst')}:36: The page calls 404 "Not There", the document "Not Found". [code-renamed]\n` +
        '    document: /paths/~1branches~1{branch}~1loans~1{loanId}~1renewal/post/responses/404\n',
    );
    expect(out).toMatch(/^drift: 1 finding$/m);
  });

  test('--json prints one value', async () => {
    const { code, out } = await suite(check(folder.file('changed.rst'), '--json'));
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      formatVersion: 1,
      drift: true,
      specification: { title: 'Renewals of a library' },
      counts: { holds: 0, 'not-checked': expect.any(Number) },
      findings: [{ kind: 'code-renamed', severity: 'drift', place: { line: 36 } }],
      requirements: { OPERATION: { verdict: 'not-checked', page: 'operation' } },
    });
  });

  const annotated: readonly (readonly [
    name: string,
    argv: readonly string[],
    env: Record<string, string>,
    printed: boolean,
  ])[] = [
    ['no more than asked for', [], {}, false],
    ['by option', ['--annotations'], {}, true],
    ['by variable', [], { CLOUDDB_ANNOTATIONS: 'true' }, true],
    ['in GitHub Actions', [], { GITHUB_ACTIONS: 'true' }, true],
    ['elsewhere', [], { GITHUB_ACTIONS: 'false' }, false],
    ['in GitHub Actions, against it', [], { GITHUB_ACTIONS: 'true', CLOUDDB_ANNOTATIONS: 'false' }, false],
  ];
  test.each(annotated)('annotations: %s', async (_name, argv, env, printed) => {
    const file = folder.file('changed.rst');
    const { out } = await suite(check(file, ...argv), { env });
    const line = `::error file=${file},line=36,title=code-renamed::The page calls 404 "Not There", the document "Not Found".%0A/paths/`;
    expect(out.includes(line)).toBe(printed);
  });

  test('annotations leave the JSON alone', async () => {
    const { out, err } = await suite(check(folder.file('changed.rst'), '--json', '--annotations'));
    expect(() => JSON.parse(out)).not.toThrow();
    expect(err).toMatch(/^::error file=/);
  });

  test('a page with a comma and a percent sign in its name is annotated', async () => {
    const file = folder.file('a,b%c.rst');
    await writeFile(file, await readFile(folder.file('changed.rst')));
    const { out } = await suite(check(file, '--annotations'));
    expect(out).toContain('a%2Cb%25c.rst,line=36,');
  });

  test('what cannot be read ends with 2 and names file, line and what was expected', async () => {
    const broken = folder.file('broken.rst');
    await writeFile(broken, 'Do\n==\n\n+---+\n| a\n+---+\n');
    const noPage = join(pagesFolder, 'renewal-notes.rst');
    for (const [argv, message] of [
      [[broken], `${broken}:5: expected a line of the table that ends with | or + in column 5, found "| a".`],
      [[noPage], `${noPage}:1: expected a section with a code block that contains only a method and a path`],
      [[folder.file('none.rst')], 'cannot be read'],
    ] as const) {
      const { code, out, err } = await suite(check(...argv));
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toContain(message);
    }
  });
});

describe('spec import', () => {
  test('writes a valid draft from which cases are derived, and lists what it could not know', async () => {
    const out = folder.file('draft.yaml');
    const made = await suite(['spec', 'import', page, '--out', out]);
    expect(made).toMatchObject({ code: 0, err: '' });
    expect(made.out).toContain('Review it before use');
    expect(made.out).toContain('which provider states lead to 413, 503');
    const text = await readFile(out, 'utf8');
    expect(text).toMatch(/^# A draft/);
    expect(parse(text)).toMatchObject({ 'x-unknown': expect.any(Array) });
    await expect(readDocument(out)).resolves.toBeDefined();

    const listed = await suite(['list', '--spec', out, '--json']);
    const statuses = JSON.parse(listed.out).map(({ status }: { status: number }) => status);
    expect([...new Set(statuses)]).toEqual([200, 400, 401, 404, 405, 415, 501]);

    const checked = await suite(['spec', 'check', page, '--spec', out]);
    expect(checked.out).toContain('no drift');
  });

  test('--into adds to a file, and leaves what is there', async () => {
    const into = folder.file('loans.yaml');
    await writeFile(into, '\n');
    const first = await suite(['spec', 'import', page, '--into', into]);
    expect(first).toMatchObject({ code: 0, err: '' });
    const mine = `${await readFile(into, 'utf8')}# mine\n`;
    await writeFile(into, mine);
    const again = await suite(['spec', 'import', page, '--into', into]);
    expect(again.out).toContain('renewLoan is there already, at /branches/{branch}/loans/{loanId}/renewal');
    expect(await readFile(into, 'utf8')).toBe(mine);

    const other = folder.file('other.rst');
    await writeFile(other, 'Return\n~~~~~~\n\n.. code::\n\n   DELETE /loans/{loanId}\n');
    const added = await suite(['spec', 'import', other, page, '--into', into]);
    expect(added.out).toContain(`Draft of 1 operation added to ${into}`);
    expect(await readFile(into, 'utf8')).toContain('# mine');
    expect(Object.keys((await readDocument(into)).document.paths ?? {})).toEqual([
      '/branches/{branch}/loans/{loanId}/renewal',
      '/loans/{loanId}',
    ]);
  });

  test('a document may refer to such files', async () => {
    await suite(['spec', 'import', page, '--into', folder.file('loans.yaml')]);
    const key = '/branches/{branch}/loans/{loanId}/renewal';
    const whole = folder.file('whole.yaml');
    const reference = `loans.yaml#/paths/${key.replaceAll('/', '~1')}`;
    await writeFile(
      whole,
      `openapi: 3.1.0\ninfo: { title: All, version: 1.0.0 }\npaths:\n  ${key}#renew:\n    $ref: '${reference}'\n`,
    );
    const { document, unusable } = await readDocument(whole);
    expect(unusable).toEqual([]);
    expect(document.paths?.[`${key}#renew`]?.post).toMatchObject({ operationId: 'renewLoan' });
    const listed = await suite(['list', '--spec', whole, '--json']);
    expect(JSON.parse(listed.out).length).toBeGreaterThan(10);
  });

  test('pages that cannot be read are named, and the others are written', async () => {
    const [broken, out] = [folder.file('broken.rst'), folder.file('draft.yaml')];
    await writeFile(broken, 'Do\n==\n\n+---+\n| a\n+---+\n');
    const { code, err } = await suite([
      'spec',
      'import',
      broken,
      page,
      folder.file('none.rst'),
      '--out',
      out,
    ]);
    expect(code).toBe(2);
    expect(err).toContain('2 pages cannot be read:');
    for (const named of [`${broken}:5: expected`, `The page ${folder.file('none.rst')} cannot be read`])
      expect(err).toContain(named);
    await expect(readDocument(out)).resolves.toBeDefined();

    const checked = await suite(check(broken, page, folder.file('none.rst')));
    expect(checked).toMatchObject({ code: 2, err: expect.stringContaining('2 pages cannot be read') });
    expect(checked.out).toContain('no drift');
  });

  test('overwrites nothing', async () => {
    const out = folder.file('draft.yaml');
    await writeFile(out, 'mine');
    const { code, err } = await suite(['spec', 'import', page, '--out', out]);
    expect(code).toBe(2);
    expect(err).toContain(`--out names ${out}, which exists and would be overwritten`);
    expect(await readFile(out, 'utf8')).toBe('mine');
  });
});

describe('bad command lines', () => {
  const lines: readonly (readonly [argv: readonly string[], message: string])[] = [
    [['spec'], 'spec is not a command by itself. Use spec check or spec import.'],
    [['spec', 'chek', 'a.rst'], 'spec is not a command by itself'],
    [['spec', 'check'], 'spec check needs a page of the reference.'],
    [['spec', 'check', ''], 'spec check got an empty file name'],
    [['spec', 'check', 'a.rst', './a.rst'], 'spec check got the file "./a.rst" twice'],
    [['spec', 'import', 'a.rst'], 'spec import needs --out FILE'],
    [['spec', 'import', 'a.rst', '--out', 'b', '--into', 'c'], 'takes --out or --into, not both'],
    [['spec', 'import', 'a.rst', '--into='], '--into is empty'],
    [['spec', 'import', 'a.rst', '--out='], '--out is empty'],
    [
      ['spec', 'check', 'a.rst', '--out', 'b'],
      '--out is not an option of spec check. It is one of spec import.',
    ],
    [['check', 'a.rst'], 'Unknown command "check"'],
  ];
  test.each(lines)('%j', async (argv, message) => {
    const error = await refusal(parsed(argv));
    expect(error.exitCode).toBe(2);
    expect(error.message).toContain(message);
  });
});

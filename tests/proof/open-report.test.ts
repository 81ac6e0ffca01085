import { execFile } from 'node:child_process';
import { access, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { describeOnPosix } from '../support/platform.ts';
import { inNewDirectory, report as run } from '../support/run-deepest.ts';

/** `report --open`, with a program on the PATH in the place of the platform's. */

const main = resolve('dist/src/cli/main.js');

interface Ended {
  readonly code: number | string | undefined;
  readonly out: string;
  readonly err: string;
  /** What the program was started with. */
  readonly opened: string | undefined;
}

let stored: string;
beforeAll(async () => {
  const { json } = await run(['--only', '404', '--quiet']);
  stored = json;
});

function report(
  argv: readonly string[],
  opener: string | undefined,
  env: Record<string, string> = {},
): Promise<Ended> {
  return inNewDirectory(async (file) => {
    const cwd = dirname(file('r.json'));
    await writeFile(file('r.json'), stored);
    if (opener !== undefined)
      for (const name of ['xdg-open', 'open'])
        await writeFile(file(name), `#!/bin/sh\n${opener}\n`, { mode: 0o700 });
    const options = { cwd, env: { PATH: cwd, TMPDIR: cwd, ...env } };
    const ended = await new Promise<Omit<Ended, 'opened'>>((done) =>
      execFile(process.execPath, [main, 'report', 'r.json', '--open', ...argv], options, (error, out, err) =>
        done({ code: error?.code ?? 0, out, err }),
      ),
    );
    const opened = await readFile(file('opened'), 'utf8').catch(() => undefined);
    if (opened !== undefined) await access(opened.trim());
    return { ...ended, opened };
  });
}

const note = 'echo "$1" > opened';

describeOnPosix('the page', () => {
  it('is that of --report html=FILE, by its whole path', async () => {
    const { code, out, err, opened } = await report(['--report', 'html=a page.html'], note);
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(opened).toMatch(/^\/.*\/a page\.html\n$/);
    expect(err).toBe(`Opened ${opened?.trim()}.\n`);
  });

  it('is in a new folder for temporary files otherwise, and stays', async () => {
    const { code, opened } = await report([], note);
    expect(code).toBe(0);
    expect(opened).toMatch(/clouddb-conformance-report-[^/]+\/report\.html\n$/);
  });

  it.each([
    ['is not there', undefined, 'was not found'],
    ['fails', 'exit 3', 'ended with code 3'],
  ])('is named in a warning where the program %s, and the exit code stays', async (_, opener, why) => {
    const { code, err, opened } = await report(['--report', 'html=r.html'], opener);
    expect({ code, opened }).toEqual({ code: 0, opened: undefined });
    expect(err).toMatch(
      new RegExp(
        `^warning: The report was not opened, because .*open ${why}\\. .*${join('/', 'r.html')}\\n$`,
      ),
    );
  });

  it('is not opened in CI', async () => {
    const { code, out, err, opened } = await report([], note, { CI: 'true' });
    expect({ code, opened }).toEqual({ code: 0, opened: undefined });
    expect(err).toMatch(/^warning: --open does nothing in CI /);
    expect(out).toContain('against the built-in reference implementation');
  });
});

/** What somebody does who has only the packed file: other programs, in folders outside of the checkout. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './apis.ts';

export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

type Variables = Readonly<Record<string, string>>;

/** Without what jest and npm set for the programs that they start: a stranger has none of it. */
function inherited(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(NODE_|npm_|JEST_|CLOUDDB_|GITHUB_)/.test(name),
  );
  return Object.fromEntries(own);
}

/** Runs a program to its end. Most of what npm asks its registry for is in its cache: the checkout was installed. */
export function ended(
  [program = '', ...args]: readonly string[],
  cwd: string,
  env: Variables = {},
): Promise<Ended> {
  const npm = { npm_config_prefer_offline: 'true', npm_config_audit: 'false', npm_config_fund: 'false' };
  return new Promise((resolve) => {
    execFile(
      program,
      args,
      { cwd, env: { ...inherited(), ...npm, ...env }, maxBuffer: 2 ** 26 },
      (error, out, err) => resolve({ code: error === null ? 0 : Number(error.code ?? 1), out, err }),
    );
  });
}

/** As `ended`, for what has to succeed. */
export async function succeeded(words: readonly string[], cwd: string, env: Variables = {}): Promise<string> {
  const { code, out, err } = await ended(words, cwd, env);
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}: ${err}${out}`);
  return out;
}

/** A folder that is not in the checkout. */
export function newFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'clouddb-stranger-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export interface Packed {
  /** The name of the file. */
  readonly name: string;
  /** Paths of what is in it. */
  readonly files: readonly string[];
}

/** Packs the build of the checkout, without the script that would build anew under the feet of other tests. */
export async function packInto(folder: string): Promise<Packed> {
  const words = ['npm', 'pack', '--ignore-scripts', '--json', '--pack-destination', folder];
  const [{ filename, files }] = JSON.parse(await succeeded(words, root));
  return { name: filename, files: files.map(({ path }: { path: string }) => path) };
}

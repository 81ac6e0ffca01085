import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { RunResult } from '../../src/model/result.ts';
import { reporters } from '../../src/reporters/index.ts';
import { inNewDirectory } from './run.ts';

const path = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
/** `MEASURED_MAIN=/path/to/dist/src/cli/main.js` measures another build. */
const main = process.env.MEASURED_MAIN ?? path('dist/src/cli/main.js');

/** The program that is measured: `MEASURED_NODE=/path/to/node` names another version of Node than the tests run on. */
const node = process.env.MEASURED_NODE ?? process.execPath;

export interface MeasuredRun {
  readonly code: number;
  readonly err: string;
  /** Peak of resident memory, in MB. */
  readonly peakMb: number;
  /** The JSON report; undefined where none was written. */
  readonly result: RunResult | undefined;
}

/**
 * Runs the installed command as its users do, with a report of every format.
 * @param nodeArgs options of Node itself
 */
export async function measuredRun(
  args: readonly string[],
  nodeArgs: readonly string[] = [],
): Promise<MeasuredRun> {
  if (!existsSync(main)) throw new Error('There is no dist/: run `npm run build` first.');
  return inNewDirectory(async (file) => {
    const formats = Object.keys(reporters).flatMap((format) => ['--report', `${format}=${file(format)}`]);
    const child = spawn(
      node,
      [...nodeArgs, '--require', path('scripts/peak-memory.cjs'), main, 'run', ...args, ...formats],
      { env: { PATH: process.env.PATH }, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let err = '';
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    const [code] = await once(child, 'close');
    const json = await readFile(file('json'), 'utf8').catch(() => undefined);
    return {
      code,
      err,
      peakMb: Number(/peak-kb=(\d+)/.exec(err)?.[1]) / 1024,
      result: json === undefined ? undefined : JSON.parse(json),
    };
  });
}

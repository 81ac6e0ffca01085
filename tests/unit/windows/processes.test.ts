/** Ending a program where there are no process groups. */
import type { SpawnSyncReturns } from 'node:child_process';

const ended: (readonly string[])[] = [];
jest.mock('node:os', () => ({ ...jest.requireActual('node:os'), platform: () => 'win32' }));
jest.mock('node:child_process', () => {
  const actual = jest.requireActual('node:child_process');
  return {
    ...actual,
    // What `taskkill` would do to a program that has started no others.
    spawnSync: (program: string, args: readonly string[]): Partial<SpawnSyncReturns<string>> => {
      ended.push([program, ...args]);
      process.kill(Number(args[1]), 'SIGKILL');
      return { status: 0 };
    },
  };
});

import { startCommand } from '../../../src/util/child-process.ts';

test.each(['SIGTERM', 'SIGKILL'] as const)(
  '%s ends a program with all that it has started',
  async (stopWith) => {
    const stop = new AbortController();
    const { ended: end, gone } = startCommand('exec sleep 600', {
      maxOutputBytes: 1,
      signal: stop.signal,
      stopWith,
    });
    stop.abort(new Error('took too long'));
    await expect(end).rejects.toThrow('took too long');
    await gone;
    expect(ended.at(-1)).toEqual(['taskkill', '/pid', expect.stringMatching(/^\d+$/), '/t', '/f']);
  },
);

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { fault } from '../support/answers.ts';
import { closedAfterEach } from '../support/closing.ts';
import { inNewDirectory, own } from '../support/run.ts';
import { serve } from '../support/server.ts';
import { freshIds, serveStates } from '../support/states.ts';
import { schemaErrors } from '../unit/reporters/validity.ts';

/** Signals, in a process of its own: every way out tears down and reports (decision 0025). */

const main = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));

const opened = closedAfterEach();

function start(target: string, states: string, report: string): ChildProcess {
  const args = ['run', '--no-config', '--target', target, ...own.args, '--states', states];
  return spawn(process.execPath, [main, ...args, '--report', `json=${report}`], {
    env: { PATH: process.env.PATH },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

const codeOf = async (child: ChildProcess): Promise<unknown> => (await once(child, 'exit'))[0];

/** A target that never answers what a case sends, so that every state stays set up. */
const silentTarget = async (onCase: () => void = () => {}) =>
  opened(
    await serve(({ path }) => {
      if (!path.endsWith('/action')) return fault(404);
      onCase();
      return new Promise<never>(() => {});
    }),
  );

/** States that are set up, and whose teardown is never over. */
async function hangingStates(onTearDown: () => void) {
  return opened(
    await serveStates((message) => {
      if (message.action === 'setup') return freshIds(message);
      onTearDown();
      return new Promise<never>(() => {});
    }),
  );
}

test('a second signal gives up teardowns that hang, and still writes the report', async () => {
  await inNewDirectory(async (file) => {
    let signal = (_name: NodeJS.Signals): void => {};
    const once = (name: NodeJS.Signals) => {
      let sent = false;
      return () => {
        if (!sent) signal(name);
        sent = true;
      };
    };
    const target = await silentTarget(once('SIGINT'));
    const states = await hangingStates(once('SIGTERM'));
    const child = start(target.url, states.url, file('r.json'));
    signal = (name) => child.kill(name);
    expect(await codeOf(child)).toBe(130);
    const json = await readFile(file('r.json'), 'utf8');
    expect(schemaErrors(json)).toEqual([]);
    const { leftBehind, exitCode } = JSON.parse(json).run;
    expect(exitCode).toBe(130);
    expect(states.setUps.length).toBeGreaterThan(0);
    expect(leftBehind).toHaveLength(states.setUps.length);
    for (const { reason } of leftBehind) expect(reason).toMatch(/^(the teardown was given up|not reached)/);
  });
});

test('a terminal that is closed loses neither teardown nor report', async () => {
  await inNewDirectory(async (file) => {
    let hangUp = () => {};
    const target = await silentTarget(() => hangUp());
    const states = opened(await serveStates());
    const child = start(target.url, states.url, file('r.json'));
    hangUp = () => {
      child.stdout?.destroy();
      child.stderr?.destroy();
      child.kill('SIGHUP');
    };
    expect(await codeOf(child)).toBe(130);
    const { leftBehind, stopped } = JSON.parse(await readFile(file('r.json'), 'utf8')).run;
    expect(stopped).toBe('the run was interrupted');
    expect(states.tearDowns.length + leftBehind.length).toBe(states.setUps.length);
    expect(states.tearDowns.length).toBeGreaterThan(0);
  });
});

test('a third signal ends at once, and no state program outlives it', async () => {
  await inNewDirectory(async (file) => {
    const programs: Socket[] = [];
    const server = createServer((socket) => programs.push(socket.on('error', () => {}).resume()));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    // It ignores SIGTERM, and its shell waits for it.
    await writeFile(
      file('state.cjs'),
      `process.on('SIGTERM', () => {}); require('node:net').connect(${port}, '127.0.0.1');`,
    );
    const target = await silentTarget();
    const states = `command:"${process.execPath}" "${file('state.cjs')}"; true`;
    const child = start(target.url, states, file('r.json'));
    await once(server, 'connection');
    const signalling = setInterval(() => child.kill('SIGINT'), 20);
    expect(await codeOf(child)).toBe(130);
    clearInterval(signalling);
    expect(existsSync(file('r.json'))).toBe(false);
    await Promise.all(programs.map((socket) => socket.closed || once(socket, 'close')));
    await new Promise((resolve) => server.close(resolve));
  });
});

test('a command that has nothing to tear down ends at the first signal', async () => {
  await inNewDirectory(async (file) => {
    await writeFile(file('c.mjs'), "process.stdout.write('loading'); await new Promise(setInterval);");
    const child = spawn(process.execPath, [main, 'list', '--config', file('c.mjs')], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    child.stdout?.once('data', () => child.kill('SIGTERM'));
    expect(await codeOf(child)).toBe(130);
  });
});

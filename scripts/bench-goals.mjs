/**
 * What is asked of the command's speed, each as a ratio to something that was measured in turn with it. A part of
 * `npm run bench`.
 */
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { reporters } from '../dist/src/reporters/index.js';

const concurrency = 8;
const delayMs = 100;
const token = 'token-of-the-bench';
const account = '1234';

const fromHere = (path) => fileURLToPath(new URL(path, import.meta.url));
const pactCli = join(
  createRequire(import.meta.url).resolve('@pact-foundation/pact-cli/package.json'),
  '../bin/pact.js',
);

export const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const read = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** Medians of each of several measurements that are made in turn. The first round only warms caches. */
async function inTurn(runs, measurements) {
  const samples = Object.fromEntries(Object.keys(measurements).map((name) => [name, []]));
  for (let round = 0; round <= runs; round += 1)
    for (const [name, measure] of Object.entries(measurements)) {
      const value = await measure();
      if (round > 0) samples[name].push(value);
    }
  return Object.fromEntries(Object.entries(samples).map(([name, values]) => [name, median(values)]));
}

/** A process that serves, with the URL that it prints first. */
async function serving(args) {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const chunk of child.stdout) {
    const url = /http:\/\/[\d.]+:\d+/.exec(String(chunk))?.[0];
    if (url) {
      child.stdout.resume();
      return { url, close: () => child.kill() };
    }
  }
  throw new Error(`${args.join(' ')} did not say where it listens.`);
}

/** The formats of files. Annotations and the console's text are for a terminal and a CI log. */
const written = Object.keys(reporters).filter((name) => name !== 'console' && name !== 'annotations');

/** A target that answers after so many milliseconds. */
export const answering = (delay) => serving([fromHere('./bench-server.mjs'), String(delay)]);

/** The goals as rows: what, measured, goal, and whether it is met. */
export async function goals({ main, runs, folder, measure, openInBrowser }) {
  const rows = [];
  const row = (what, value, most, unit, detail) => rows.push({ what, value, most, unit, detail });
  const reference = await serving([main, 'serve', '--port', '0', '--account', account, '--token', token]);
  const outside = [
    ...['--target', reference.url, '--states', `${reference.url}/_pact/provider-states`],
    ...['--account', account, '--token', token],
  ];

  const help = await inTurn(runs, {
    empty: () => measure(['-e', '0']).wall,
    help: () => measure([main, '--help']).wall,
  });
  row('--help', help.help / help.empty, 1.8, '× node -e 0', `${ms(help.help)} and ${ms(help.empty)}`);

  const pact = pactOf(folder);
  const first = firstCases(main, 129);
  const againstPact = await inTurn(runs, {
    suite: () =>
      checked(measure([main, 'run', ...outside, ...first.flatMap((id) => ['--only', id])]), [0, 3]).wall,
    verifier: () => verifier(pact, reference.url),
  });
  row(
    `${first.length} cases of the upgrade, start-up included`,
    againstPact.suite / againstPact.verifier,
    0.6,
    "× Pact's verifier with 29 interactions",
    `${ms(againstPact.suite)} and ${ms(againstPact.verifier)}`,
  );

  const whole = [];
  const files = written.flatMap((name) => ['--report', `${name}=${join(folder, `whole.${name}`)}`]);
  const of22 = await inTurn(Math.min(runs, 5), {
    plain: () => {
      const one = checked(measure([main, 'run', ...outside, '--consent', 'destroy']), [0, 3]);
      whole.push(one.memory);
      return one.wall;
    },
    reported: () =>
      checked(measure([main, 'run', ...outside, '--consent', 'destroy', ...files]), [0, 3]).wall,
  });
  const { cases } = read(join(folder, 'whole.json'));
  row(
    `${cases.length} cases of every operation`,
    of22.plain / cases.length,
    2.5,
    'ms a case',
    ms(of22.plain),
  );
  row('  its memory', median(whole), 200, 'MB', 'peak');
  row(
    '  reports in every format',
    (of22.reported - of22.plain) / cases.length,
    1,
    'ms a case more',
    written.join(' '),
  );
  const html = join(folder, 'whole.html');
  row('  the html report', statSync(html).size / cases.length / 1000, 2.5, 'kB a case', '');
  const paint = await openInBrowser(html);
  if (paint !== undefined) row('  the same in Chromium, first seen', paint, 300, 'ms', '');
  reference.close();

  await exchanges({ main, runs, folder, measure, row });
  await slowTarget({ main, folder, measure, row });
  print(rows);
}

const ms = (value) => `${value.toFixed(0)} ms`;

function checked(measured, codes) {
  if (!codes.includes(measured.status)) throw new Error(`A run ended with ${measured.status}.`);
  return measured;
}

const firstCases = (main, number) =>
  spawnSync(process.execPath, [main, 'list', '--operation', 'upgradeInstance'], { encoding: 'utf8' })
    .stdout.split('\n')
    .map((line) => line.split(' ')[0])
    .filter((word) => word.startsWith('upgradeInstance/'))
    .slice(0, number);

/** 29 interactions of the contract that ships. */
function pactOf(folder) {
  const contract = read(fromHere('../contracts/pacts/actions.json'));
  const interactions = contract.interactions.filter(({ description }) =>
    description.startsWith('upgradeInstance/'),
  );
  const file = join(folder, 'pact.json');
  writeFileSync(file, JSON.stringify({ ...contract, interactions: interactions.slice(0, 29) }));
  return { file, provider: contract.provider.name };
}

/** Wall time in ms of Pact's standalone verifier. */
function verifier({ file, provider }, target) {
  const args = [
    ...[pactCli, 'verifier', '--file', file, '--provider-name', provider, '--loglevel', 'none'],
    ...['--hostname', '127.0.0.1', '--port', new URL(target).port],
    ...['--state-change-url', `${target}/_pact/provider-states`, '--state-change-teardown'],
  ];
  const before = performance.now();
  spawnSync(process.execPath, args, { env: { ...process.env, PACT_DO_NOT_TRACK: 'true' }, stdio: 'ignore' });
  return performance.now() - before;
}

/** The exchanges of a run, and the same bytes from a bare loop of `node:http`, to a server that answers at once. */
async function exchanges({ main, runs, folder, measure, row }) {
  const server = await answering(0);
  const file = join(folder, 'exchanges.json');
  const args = [
    ...['--target', server.url, '--account', account, '--token', token, '--instance', 'i-1'],
    ...['--datastore', 'mysql:5.6', '--operation', 'upgradeInstance', '--no-preflight'],
  ];
  const found = await inTurn(runs, {
    suite() {
      checked(measure([main, 'run', ...args, '--report', `json=${file}`]), [0, 1, 3]);
      return spanOf(read(file).cases.flatMap((item) => item.exchanges));
    },
    loop() {
      const { stdout } = spawnSync(
        process.execPath,
        [fromHere('./bench-loop.mjs'), file, server.url, String(concurrency), token],
        { encoding: 'utf8' },
      );
      return Number(stdout);
    },
  });
  server.close();
  const sent = read(file).cases.flatMap((item) => item.exchanges).length;
  row(
    `${sent} exchanges alone`,
    found.suite / found.loop,
    2,
    '× a bare loop with the same bytes',
    `${ms(found.suite)} and ${ms(found.loop)}`,
  );
}

/** From the first start to the last end, in ms. */
function spanOf(all) {
  const starts = all.map(({ startedAt }) => Date.parse(startedAt));
  const ends = all.map(({ startedAt, durationMs }) => Date.parse(startedAt) + durationMs);
  return all.length === 0 ? 0 : Math.max(...ends) - Math.min(...starts);
}

/**
 * A target that takes its time. Each phase sends some requests, reads beside the cases among them, which take as many times
 * the delay as there are requests for each that may be in flight.
 */
async function slowTarget({ main, folder, measure, row }) {
  const server = await answering(delayMs);
  const file = join(folder, 'slow.json');
  const args = ['--target', server.url, '--states', `${server.url}/states`];
  checked(
    measure([main, 'run', ...args, '--operation', 'upgradeInstance', '--report', `json=${file}`]),
    [0, 1, 3],
  );
  const log = await (await fetch(`${server.url}/log`)).json();
  server.close();
  const exclusive = ({ states }) => states.some(({ name }) => /limit|not implemented|unavailable/.test(name));
  const changes = ({ risk }) => risk === 'change' || risk === 'destroy';
  const { cases } = read(file);
  const startOf = (items) =>
    Math.min(...items.flatMap(({ exchanges }) => exchanges.map(({ startedAt }) => Date.parse(startedAt))));
  const together = cases.filter((item) => !exclusive(item));
  const [second, third] = [startOf(together.filter(changes)), startOf(cases.filter(exclusive))];
  const phases = [
    [log.filter(([came]) => came < second), concurrency],
    [log.filter(([came]) => came >= second && came < third), concurrency],
    [log.filter(([came]) => came >= third), 1],
  ];
  const least = phases.reduce((sum, [all, atOnce]) => sum + Math.ceil(all.length / atOnce) * delayMs, 0);
  const taken = Math.max(...log.map(([, end]) => end)) - Math.min(...log.map(([came]) => came));
  row(
    `a target that takes ${delayMs} ms`,
    taken / least,
    1.1,
    '× ceil(exchanges / concurrency) of each phase',
    `${ms(taken)} and ${ms(least)}`,
  );
}

function print(rows) {
  console.log('goals');
  for (const { what, value, most, unit, detail } of rows) {
    const text = value.toFixed(2).padStart(7);
    const verdict = value <= most ? 'met ' : 'OVER';
    console.log(
      `  ${verdict} ${what.padEnd(48)} ${text} of ${String(most).padEnd(4)} ${unit}${detail && ` (${detail})`}`,
    );
  }
}

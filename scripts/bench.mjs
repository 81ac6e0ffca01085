/**
 * Measures speed and memory of the built command: medians of several runs, and ratios to an empty Node
 * program measured in turn. Also each report format of a result with thousands of cases, and its html page in
 * Chromium. It only prints: no test asserts times.
 */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { reporters } from '../dist/src/reporters/index.js';
import { redactionShare, redactionTimes } from './bench-redaction.mjs';

const main = fileURLToPath(new URL('../dist/src/cli/main.js', import.meta.url));
const runs = Number(process.env.BENCH_RUNS ?? 9);
const delayMs = 100;

/**
 * How often each format is rendered and the page opened. The minimum is least affected by other work on the
 * machine.
 */
const rounds = 3;

const chromiumFlags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** Wall and processor time in ms, and peak memory in MB, of one process. */
function measure(args, env = {}) {
  const before = performance.now();
  const child = spawnSync(process.execPath, ['--require', probe, ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 2 ** 28,
  });
  const wall = performance.now() - before;
  const said = (name) => Number(new RegExp(`${name}=(\\d+)`).exec(child.stderr)?.[1] ?? Number.NaN);
  const memory = said('peak-kb') / 1024;
  return { wall, cpu: said('cpu-ms'), memory, stdout: child.stdout, status: child.status };
}

const folder = mkdtempSync(join(tmpdir(), 'bench-'));
const probe = fileURLToPath(new URL('./peak-memory.cjs', import.meta.url));

/** A target that answers every request after a delay, with a state endpoint that returns new ids. */
async function serve() {
  let next = 0;
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      const answer = (status, body) => {
        response.writeHead(status, { 'Content-Type': 'application/json' });
        response.end(JSON.stringify(body));
      };
      next += 1;
      if (request.url === '/states')
        answer(200, { accountId: '1', instanceId: `i-${next}`, token: `token-${next}` });
      else if (request.url === '/broken') answer(500, {});
      else setTimeout(() => answer(422, { unprocessableEntity: { code: 422, message: 'no' } }), delayMs);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  parentPort.postMessage(server.address().port);
}

/** Time from the first to the last exchange of the cases that may run in parallel. */
function spanOf(report) {
  const exclusive = /limit|not implemented|unavailable/;
  const spans = report.cases
    .filter(({ states }) => !states.some(({ name }) => exclusive.test(name)))
    .flatMap(({ exchanges }) => exchanges)
    .map(({ startedAt, durationMs }) => [Date.parse(startedAt), Date.parse(startedAt) + durationMs]);
  return Math.max(...spans.map(([, end]) => end)) - Math.min(...spans.map(([start]) => start));
}

const manyCases = 5000;

/**
 * Renders every format of a large result, each in its own process. Half of the cases deviate, in fifty
 * different ways.
 */
function renderMany(report) {
  const [sample] = report.cases.filter(({ exchanges }) => exchanges.length > 0);
  const finding = (index) => ({
    check: 'bench',
    severity: 'deviation',
    location: '/a',
    expected: 'an integer',
    actual: `"${index}"`,
    message: `Something is not as documented, in the way ${index % 50}.`,
  });
  const many = Array.from({ length: manyCases }, (_, index) => {
    const item = report.cases[index % report.cases.length];
    const exchanges = item.exchanges.length > 0 ? item.exchanges : sample.exchanges;
    const deviates = index % 2 === 0 && { verdict: 'deviates', findings: [finding(index)] };
    return { ...item, id: `${item.id}-${index}`, exchanges, ...deviates };
  });
  const file = join(folder, 'many.json');
  const target = { ...report.target, builtIn: false, url: 'https://staging.example' };
  writeFileSync(file, JSON.stringify({ ...report, target, conclusion: 'deviates', cases: many }));
  console.log(
    `a result of ${manyCases} cases (${(readFileSync(file).length / 2 ** 20).toFixed(0)} MB), read, checked and rendered; least time and most memory of ${rounds}:`,
  );
  for (const format of Object.keys(reporters)) {
    const out = join(folder, `out.${format}`);
    const all = Array.from({ length: rounds }, () =>
      measure([main, 'report', file, '--report', `${format}=${out}`]),
    );
    const least = (name) => Math.min(...all.map((one) => one[name]));
    const most = Math.max(...all.map(({ memory }) => memory));
    const size = readFileSync(out).length / 2 ** 20;
    const failed = all.some(({ status }) => status !== report.run.exitCode) ? '  FAILED' : '';
    console.log(
      `  ${format.padEnd(26)} ${least('wall').toFixed(0).padStart(6)} ms  ${least('cpu').toFixed(0).padStart(6)} ms of processor  ${most.toFixed(0).padStart(5)} MB  ${size.toFixed(1).padStart(6)} MB of text${failed}`,
    );
  }
  return join(folder, 'out.html');
}

/** How long Chromium takes to the `load` event of the page, and to its first contentful paint. */
async function openInBrowser(file) {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) return console.log(`no ${executablePath}: html not opened`);
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({ executablePath, args: chromiumFlags });
  const opened = [];
  for (let round = 0; round < rounds; round += 1) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(pathToFileURL(file).href);
    opened.push(
      await page.evaluate(
        '({ load: performance.getEntriesByType("navigation")[0].loadEventEnd, paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime })',
      ),
    );
    await page.close();
  }
  await browser.close();
  const least = (name) => Math.min(...opened.map((one) => one[name] ?? Number.NaN)).toFixed(0);
  console.log(
    `its html in Chromium: first seen after ${least('paint')} ms, loaded after ${least('load')} ms`,
  );
}

/** Verifies the whole contract on the built-in target. */
function verification() {
  const file = join(folder, 'verified.json');
  const samples = Array.from({ length: runs }, () => {
    measure([main, 'verify', '--report', `json=${file}`]);
    const { run, cases } = JSON.parse(readFileSync(file, 'utf8'));
    const sent = cases.filter(({ exchanges }) => exchanges.length > 0).length;
    return { each: run.durationMs / sent, sent };
  });
  const each = median(samples.map((sample) => sample.each));
  console.log(
    `verify on the built-in target: ${each.toFixed(1)} ms an interaction (${samples[0].sent} of them, start-up apart)`,
  );
}

/** Interactions whose provider state cannot be set up. */
function failingStates(port) {
  const handlers = join(folder, 'states.cjs');
  writeFileSync(
    handlers,
    "module.exports = { 'the instance has a fault'() { throw new Error('broken'); } };",
  );
  const target = ['--target', `http://127.0.0.1:${port}`, '--account', '1', '--token', 'token-of-the-bench'];
  const sources = {
    'a handler that throws': `module:${handlers}`,
    'an endpoint that answers 500': `http://127.0.0.1:${port}/broken`,
  };
  for (const [name, states] of Object.entries(sources)) {
    const { wall, status } = measure([main, 'verify', ...target, '--states', states, '--only', '500']);
    console.log(`verify with ${name}: ${wall.toFixed(0)} ms, start-up included; exit ${status}`);
  }
}

async function bench() {
  const samples = { empty: [], help: [], run: [] };
  let cases = 0;
  for (let index = 0; index <= runs; index += 1) {
    const round = {
      empty: measure(['-e', '0']),
      help: measure([main, '--help']),
      run: measure([main, 'run', '--report', `json=${join(folder, 'report.json')}`]),
    };
    cases = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')).cases.length;
    // The first round only warms caches.
    if (index > 0) for (const [name, sample] of Object.entries(round)) samples[name].push(sample);
  }
  const empty = median(samples.empty.map(({ wall }) => wall));
  const line = (name, list) => {
    const wall = median(list.map((sample) => sample.wall));
    const memory = median(list.map((sample) => sample.memory));
    console.log(
      `${name.padEnd(28)} ${wall.toFixed(0).padStart(6)} ms  ${(wall / empty).toFixed(1).padStart(5)} × node -e 0  ${memory.toFixed(0).padStart(5)} MB`,
    );
    return wall;
  };
  console.log(`medians of ${runs} runs`);
  line('node -e 0', samples.empty);
  line('--help', samples.help);
  const whole = line('run on the built-in target', samples.run);
  console.log(
    `${''.padEnd(28)} ${(whole / cases).toFixed(1).padStart(6)} ms a case (${cases} cases, start-up included)`,
  );

  redactionTimes();
  const reports = ['json', 'html'].flatMap((format) => ['--report', `${format}=${join(folder, format)}`]);
  for (const [name, more] of [
    ['', []],
    [' with json and html', reports],
  ])
    console.log(`its share of a run${name}: ${redactionShare([main, 'run', ...more], folder)}`);
  verification();
  const worker = new Worker(fileURLToPath(import.meta.url));
  const [port] = await once(worker, 'message');
  const file = join(folder, 'slow.json');
  measure([
    main,
    'run',
    '--target',
    `http://127.0.0.1:${port}`,
    '--states',
    `http://127.0.0.1:${port}/states`,
    '--report',
    `json=${file}`,
  ]);
  const report = JSON.parse(readFileSync(file, 'utf8'));
  const exclusive = report.cases.filter(({ status }) => status === 413 || status === 503).length + 1;
  const bound = Math.ceil((cases - exclusive) / 8) * delayMs;
  const span = spanOf(report);
  console.log(
    `target that takes ${delayMs} ms:    ${span.toFixed(0)} ms from first to last exchange, ${(span / bound).toFixed(2)} × ceil(cases / 8) × ${delayMs} ms`,
  );
  failingStates(port);
  await worker.terminate();
  await openInBrowser(renderMany(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))));
  rmSync(folder, { recursive: true });
}

await (isMainThread ? bench() : serve());

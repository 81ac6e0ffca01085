/**
 * Speed and memory of the built command, as medians over several runs and as ratios to an empty Node program
 * measured in turn with it. Prints and judges nothing else: time is never asserted in a test.
 */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { reporters } from '../dist/src/reporters/index.js';

const main = fileURLToPath(new URL('../dist/src/cli/main.js', import.meta.url));
const runs = Number(process.env.BENCH_RUNS ?? 9);
const delayMs = 100;

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** Wall time in ms and peak memory in MB of one process, read from the kernel's account of it. */
function measure(args, env = {}) {
  const before = performance.now();
  const child = spawnSync(process.execPath, ['--require', probe, ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 2 ** 28,
  });
  const wall = performance.now() - before;
  const memory = Number(/peak-kb=(\d+)/.exec(child.stderr)?.[1] ?? Number.NaN) / 1024;
  return { wall, memory, stdout: child.stdout, status: child.status };
}

const folder = mkdtempSync(join(tmpdir(), 'bench-'));
const probe = fileURLToPath(new URL('./peak-memory.cjs', import.meta.url));

/** A target that answers every request after a delay, and a state endpoint beside it that gives fresh ids. */
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
      else setTimeout(() => answer(422, { unprocessableEntity: { code: 422, message: 'no' } }), delayMs);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  parentPort.postMessage(server.address().port);
}

/** From the first to the last exchange of the cases that may go together. */
function spanOf(report) {
  const exclusive = /limit|not implemented|unavailable/;
  const spans = report.cases
    .filter(({ states }) => !states.some(({ name }) => exclusive.test(name)))
    .flatMap(({ exchanges }) => exchanges)
    .map(({ startedAt, durationMs }) => [Date.parse(startedAt), Date.parse(startedAt) + durationMs]);
  return Math.max(...spans.map(([, end]) => end)) - Math.min(...spans.map(([start]) => start));
}

const manyCases = 5000;

/** Every format of a result with so many cases, half of which deviate in one of fifty ways, each in a process of its own. */
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
    `a result of ${manyCases} cases (${(readFileSync(file).length / 2 ** 20).toFixed(0)} MB), read, checked and rendered:`,
  );
  for (const format of Object.keys(reporters)) {
    const { wall, memory, status } = measure([
      main,
      'report',
      file,
      '--report',
      `${format}=${join(folder, 'out')}`,
    ]);
    const size = readFileSync(join(folder, 'out')).length / 2 ** 20;
    console.log(
      `  ${format.padEnd(26)} ${wall.toFixed(0).padStart(6)} ms  ${memory.toFixed(0).padStart(5)} MB  ${size.toFixed(1).padStart(6)} MB of text${status === 0 ? '' : `  exit ${status}`}`,
    );
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
    `target that takes ${delayMs} ms:    ${span} ms from first to last exchange, ${(span / bound).toFixed(2)} × ceil(cases / 8) × ${delayMs} ms`,
  );
  await worker.terminate();
  renderMany(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')));
  rmSync(folder, { recursive: true });
}

await (isMainThread ? bench() : serve());

/**
 * Measures speed and memory of the built command: the goals first, as ratios to what was measured in turn; then the search
 * for secrets, and verification. It only prints: no test asserts times.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { answering, goals, median } from './bench-goals.mjs';
import { redactionTimes } from './bench-redaction.mjs';

const main = fileURLToPath(new URL('../dist/src/cli/main.js', import.meta.url));
const runs = Number(process.env.BENCH_RUNS ?? 9);
/** How often the page is opened. The minimum is least affected by other work on the machine. */
const rounds = 3;

const chromiumFlags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];

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

/** In ms, how long Chromium takes to the first contentful paint of a page; undefined without Chromium. */
async function openInBrowser(file) {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) {
    console.log(`no ${executablePath}: html not opened`);
    return undefined;
  }
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({ executablePath, args: chromiumFlags });
  const opened = [];
  for (let round = 0; round < rounds; round += 1) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(pathToFileURL(file).href);
    opened.push(await page.evaluate('performance.getEntriesByName("first-contentful-paint")[0]?.startTime'));
    await page.close();
  }
  await browser.close();
  return Math.min(...opened);
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
function failingStates(url) {
  const handlers = join(folder, 'states.cjs');
  writeFileSync(
    handlers,
    "module.exports = { 'the instance has a fault'() { throw new Error('broken'); } };",
  );
  const target = ['--target', url, '--account', '1', '--token', 'token-of-the-bench'];
  const sources = {
    'a handler that throws': `module:${handlers}`,
    'an endpoint that answers 500': `${url}/broken`,
  };
  for (const [name, states] of Object.entries(sources)) {
    const { wall, status } = measure([main, 'verify', ...target, '--states', states, '--only', '500']);
    console.log(`verify with ${name}: ${wall.toFixed(0)} ms, start-up included; exit ${status}`);
  }
}

async function bench() {
  await goals({ main, runs, folder, measure, openInBrowser });
  redactionTimes();
  verification();
  const server = await answering(0);
  failingStates(server.url);
  server.close();
  rmSync(folder, { recursive: true });
}

await bench();

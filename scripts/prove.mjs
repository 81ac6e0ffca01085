/**
 * Runs the suite against every deviant and every lawful variant, and writes `build/proof.md`; after `--`, texts of names
 * limit it to some. Exit 1 when a deviant survives or a lawful variant is blamed.
 */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[/\\]$/, '');
const proof = (name) => import(pathToFileURL(`${root}/.tmp/prove/tests/proof/proof/${name}.js`).href);
const page = `${root}/build/proof.md`;
/** What `npm run generate` makes `build/traceability.md` of. */
const data = `${root}/build/proof.json`;
/** Runs under way in one thread at a time: much of a run is waiting. */
const atOnce = 6;

/** Texts in the names of the only providers to run, for work on some of them: the rest then counts as not proved. */
const wanted = process.argv.slice(2);
const isWanted = ({ name }) => wanted.length === 0 || wanted.some((text) => name.includes(text));

/** `shown` is what the reference implementation shows. One thread finds it, so that all take from the same tables. */
async function load(shown) {
  const [{ loadSuite }, { tablesFrom }] = await Promise.all(['suite', 'tables'].map(proof));
  const suite = await loadSuite(root);
  return { suite, tables: tablesFrom(suite, shown) };
}

async function main() {
  const started = performance.now();
  const tsc = `${root}/node_modules/typescript/bin/tsc`;
  execFileSync(process.execPath, [tsc, '-p', `${root}/tsconfig.prove.json`], { stdio: 'inherit' });
  const [{ checkIds, loadSuite }, { shownBy }] = await Promise.all(['suite', 'operations'].map(proof));
  const shown = await shownBy(await loadSuite(root));
  const next = new Int32Array(new SharedArrayBuffer(4));
  const threads = Array.from({ length: Math.min(availableParallelism(), 4) }, async () => {
    const worker = new Worker(fileURLToPath(import.meta.url), { workerData: { next, shown }, argv: wanted });
    const [proved] = await once(worker, 'message');
    return proved;
  });
  const [{ resultsOf }, { complaints, proofPage, summary }, { matrixOf, matrixText, proofData }] =
    await Promise.all(['all', 'page', 'matrix'].map(proof));
  const { suite, tables } = await load(shown);
  const results = resultsOf(tables, (await Promise.all(threads)).flat());
  const text = proofPage(suite, tables, results, checkIds);
  const against = complaints(suite, tables, results, checkIds);
  mkdirSync(`${root}/build`, { recursive: true });
  writeFileSync(page, text);
  writeFileSync(data, `${JSON.stringify(proofData(suite, tables, results), undefined, 2)}\n`);
  for (const line of against) console.log(line);
  const { user, system } = process.cpuUsage();
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(`${seconds} s, ${((user + system) / 1e6).toFixed(0)} s of processor time`);
  console.log(matrixText(matrixOf(suite, tables, results)));
  console.log(summary(tables, results));
  process.exitCode = against.length === 0 ? 0 : 1;
}

/** Takes one task after the other until none is left. */
async function work({ next, shown }) {
  const [{ allTasks }, { suite, tables }] = await Promise.all([proof('all'), load(shown)]);
  const tasks = allTasks(tables).filter(isWanted);
  const proved = [];
  const worker = async () => {
    for (let at = Atomics.add(next, 0, 1); at < tasks.length; at = Atomics.add(next, 0, 1)) {
      const task = tasks[at];
      proved.push([task.sort, await task.prove(suite)]);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  parentPort.postMessage(proved);
}

await (isMainThread ? main() : work(workerData));

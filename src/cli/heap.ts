import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { exitCodes, rootMessage, SuiteError } from '../model/errors.ts';
import type { Io } from './io.ts';

/** How often the heap is looked at, in milliseconds. */
const everyMs = 20;

const megabyte = 1024 ** 2;

/** How far the heap may grow, in bytes, before garbage is collected. */
const mostGrowth = 24 * megabyte;

/** Below this size, in bytes, V8 decides alone: a run of a few cases needs no more. */
const smallHeap = 64 * megabyte;

/** How far it may grow at least: a collection takes some 30 ms. */
const leastGrowth = 4 * megabyte;

/** How much may be in use, in bytes, and as a share of what V8 may use. Limits of the suite keep it well below. */
const mostInUse = { bytes: 160 * megabyte, share: 0.8 };

/** What V8 counts for its young generation by default. It stays empty here: most objects live in the other one. */
const youngGeneration = (Number.parseInt(process.versions.node, 10) < 24 ? 48 : 192) * megabyte;

/**
 * Runs a command with little garbage in memory. V8 sizes its heap by the machine's memory, and on a large machine lets
 * garbage grow far beyond what is in use (decision 0032). Should too much be in use all the same, a run is stopped
 * while it can still tear down and report. Only the command does this, in a process of its own: a library or a test
 * runner shares its heap with others.
 */
export async function withSmallHeap(io: Io, command: (io: Io) => Promise<number>): Promise<number> {
  const collect = io.ownsProcess ? collector() : undefined;
  if (!collect) return command(io);
  const full = new AbortController();
  const limit = Math.min(mostInUse.bytes, mostInUse.share * usable());
  const timer = watchHeap(collect, limit, (inUse) =>
    full.abort(new SuiteError('memory', tooMuch(inUse, limit))),
  );
  try {
    const code = await command({ ...io, signal: AbortSignal.any([io.signal, full.signal]) });
    const { aborted, reason } = full.signal;
    // A run that had ended before has its own code.
    const stopped = aborted && !io.signal.aborted && code === exitCodes.couldNotRun;
    if (stopped) io.err(`error: Stopped: ${rootMessage(reason)}. ${advice}\n`);
    return code;
  } finally {
    clearInterval(timer);
  }
}

const tooMuch = (inUse: number, limit: number): string =>
  `the run had ${inMegabytes(inUse)} of memory in use, and may use ${inMegabytes(limit)}`;

const advice =
  'What was set up is torn down, and the reports say what was found until then. Allow more with NODE_OPTIONS=--max-old-space-size=512; if that is not less than usual, please report this as a defect of the suite.';

const inMegabytes = (bytes: number): string => `${Math.round(bytes / megabyte)} MB`;

/** V8's collector of garbage. From here on, its young generation does not grow. */
function collector(): (() => void) | undefined {
  // V8 reads this flag whenever the young generation could grow; its largest size is read only at the start.
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  return typeof collect === 'function' ? () => void collect() : undefined;
}

/** Collects garbage whenever the heap has grown, and says when more than the limit is in use after that. */
function watchHeap(collect: () => void, limit: number, onExceeded: (inUse: number) => void): NodeJS.Timeout {
  let inUse = used();
  let collected = false;
  return setInterval(() => {
    const now = used();
    // V8 gives back some of the garbage only after the collection.
    inUse = collected ? now : Math.min(inUse, now);
    if (collected && inUse > limit) onExceeded(inUse);
    const most = Math.max(Math.min(smallHeap, limit), inUse + mostGrowth);
    collected = now >= Math.min(most, Math.max(limit, inUse + leastGrowth));
    if (collected) collect();
  }, everyMs).unref();
}

/** What V8 may use for objects that stay. A user's option may make the young generation smaller than by default. */
function usable(): number {
  const { heap_size_limit: all } = getHeapStatistics();
  return all > youngGeneration ? all - youngGeneration : all;
}

function used(): number {
  const { used_heap_size: heap, external_memory: external } = getHeapStatistics();
  return heap + external;
}

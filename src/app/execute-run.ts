import type { RunReport } from '../evaluation/assemble-result.ts';
import { preflight } from '../http/exchange.ts';
import { waitForTarget } from '../http/wait.ts';
import type { Progress, RunOptions } from '../runner/options.ts';
import { run } from '../runner/run.ts';
import type { PreparedRun } from './prepare-run.ts';
import { runOptions } from './run-options.ts';

/** How long the target may take to accept a connection before anything is sent. */
const connectTimeoutMs = 10_000;

export interface ExecuteOptions {
  /** Interrupts the run: it tears down, and its result says that it was interrupted. */
  readonly signal: AbortSignal;
  /** Gives up what an interrupted run still tears down; its result lists that as left behind. @default never */
  readonly abandon?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/**
 * Waits for the target, connects to it, opens the driver and sends the cases.
 * @throws SuiteError when the target or the driver cannot be reached.
 */
export async function executeRun(prepared: PreparedRun, options: ExecuteOptions): Promise<RunReport> {
  return run(await connectedOptions(prepared, options));
}

/** The options of a run whose target and driver can be reached. */
export async function connectedOptions(
  prepared: PreparedRun,
  { signal, abandon, onProgress }: ExecuteOptions,
): Promise<RunOptions> {
  const { settings, target } = prepared;
  const { connection, waitS } = settings;
  if (waitS > 0) await waitForTarget(target.url, waitS, signal, connection);
  if (!target.builtIn)
    await preflight(target.url, {
      timeoutMs: connectTimeoutMs,
      signal,
      ...(connection.tls && { tls: connection.tls }),
      ...(connection.proxy && { proxy: connection.proxy }),
    });
  await target.driver.open(signal);
  return {
    ...runOptions({ ...prepared, signal }),
    ...(abandon && { abandon }),
    ...(onProgress && { onProgress }),
  };
}

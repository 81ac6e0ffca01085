import { executeRun } from '../../app/execute-run.ts';
import { finishRun } from '../../app/finish-run.ts';
import { introductionOf } from '../../app/introduction.ts';
import { plannedOptions, prepareRun } from '../../app/prepare-run.ts';
import type { RunSettings } from '../../config/settings/run.ts';
import { makePlan } from '../../runner/plan.ts';
import type { KnownSecrets } from '../../secrets/known-secrets.ts';
import { finishContext, type Io, prepareContext } from '../io.ts';
import { planText } from '../plan.ts';
import { printFinished } from '../print-finished.ts';
import { withProgress } from '../progress.ts';

/** Runs the catalogue against the target, prints the result and writes the reports. */
export async function runCommand(settings: RunSettings, io: Io, secrets: KnownSecrets): Promise<number> {
  const prepared = await prepareRun(settings, prepareContext(io, secrets));
  try {
    if (settings.plan) {
      const options = plannedOptions(prepared);
      io.out(planText(await makePlan(options), options));
      return 0;
    }
    if (!settings.quiet) io.err(await introductionOf(prepared));
    const report = await withProgress(settings, io, (options) => executeRun(prepared, options));
    return printFinished(await finishRun(report, settings, finishContext(io)), io);
  } finally {
    await prepared.close();
  }
}

import { finishRun } from '../../app/finish-run.ts';
import { introductionOf } from '../../app/introduction.ts';
import { plannedOptions } from '../../app/prepare-run.ts';
import { executeVerification, prepareVerification, publishReport } from '../../app/verify.ts';
import type { VerifySettings } from '../../config/settings/run.ts';
import { makePlan } from '../../runner/plan.ts';
import type { KnownSecrets } from '../../secrets/known-secrets.ts';
import { finishContext, type Io, prepareContext } from '../io.ts';
import { planText } from '../plan.ts';
import { printFinished } from '../print-finished.ts';
import { withProgress } from '../progress.ts';

/** Verifies the contract against the target, prints the result, writes the reports and publishes the result. */
export async function verifyCommand(
  settings: VerifySettings,
  io: Io,
  secrets: KnownSecrets,
): Promise<number> {
  const context = { ...prepareContext(io, secrets), cwd: io.cwd };
  const prepared = await prepareVerification(settings, context);
  try {
    if (settings.plan) {
      const options = plannedOptions(prepared);
      io.out(planText(await makePlan(options), options));
      return 0;
    }
    if (!settings.quiet) io.err(await introductionOf(prepared));
    const report = await withProgress(settings, io, (options) => executeVerification(prepared, options));
    const exitCode = printFinished(await finishRun(report, settings, finishContext(io)), io);
    io.err(await publishReport(prepared, report, context));
    return exitCode;
  } finally {
    await prepared.close();
  }
}

import type { Finding, RunResult } from '../model/result.ts';
import { count, line } from '../util/text.ts';
import { workflowCommand } from '../util/workflow-command.ts';
import { listedCauses } from './listed-causes.ts';
import { type CaseFinding, type Group, unwaivedCauses } from './queries.ts';
import { conclusionText, exitMeaning, headline, incompleteReasons, suiteName } from './summary.ts';

/** GitHub shows at most this many errors of one step. */
const maximum = 10;

/**
 * Workflow commands of GitHub Actions: one error for each cause of deviations, or one for the run if it is
 * red for another reason.
 */
export function toAnnotations(result: RunResult): string {
  const title = `${suiteName(result)}: ${conclusionText(result)}`;
  const found = [...deviations(result), ...ofRun(result)];
  if (found.length === 0) {
    const level = result.run.exitCode === 0 ? 'notice' : 'error';
    const details = [exitMeaning(result), ...incompleteReasons(result)].join('; ');
    return workflowCommand(level, { title }, `${headline(result)}; ${details}`);
  }
  const shown = found.length > maximum ? found.slice(0, maximum - 1) : found;
  const left = found.length - shown.length;
  const more =
    left > 0 ? [`${count(left, 'more cause')} of deviations; the other reports list all of them`] : [];
  return [...shown, ...more]
    .map((message) => workflowCommand('error', { title }, `${message} (${headline(result)})`))
    .join('');
}

function deviations(result: RunResult): string[] {
  return listedCauses(unwaivedCauses(result), result).map(({ headline, causes: [first, ...others] }) =>
    others.length > 0
      ? `${line(headline)} [${line(first.cause.check)}]: ${wheres(first.found)}`
      : `${messageOf(first.found[0].finding, headline)}: ${wheres(first.found)}`,
  );
}

/** With expected and actual values, because an annotation is read without the report. */
function messageOf({ message, check, expected, actual }: Finding, headline = message): string {
  const both = [
    ...(expected === undefined ? [] : [`expected ${line(expected, 200)}`]),
    ...(actual === undefined ? [] : [`actual ${line(actual, 200)}`]),
  ].join(', ');
  return `${line(headline)}${both && ` (${both})`} [${line(check)}]`;
}

function wheres([first, ...others]: Group<CaseFinding>): string {
  return others.length === 0 ? line(first.case.id) : `${line(first.case.id)} and ${others.length} more`;
}

function ofRun({ run }: RunResult): string[] {
  return run.findings
    .filter(({ severity, waiver }) => severity === 'deviation' && waiver === undefined)
    .map((finding) => `${messageOf(finding)}: the run as a whole`);
}

import type { Finding, RunResult } from '../model/result.ts';
import { count, line } from '../util/text.ts';
import { type CaseFinding, causes, type Group, isWaived } from './queries.ts';
import { exitMeaning, headline, incompleteReasons, suiteName } from './summary.ts';

/** GitHub shows no more errors of one step than this. */
const maximum = 10;

/**
 * Workflow commands of GitHub Actions: an error for each cause of deviations, and one for the run when it is red for
 * another reason.
 */
export function toAnnotations(result: RunResult): string {
  const title = `${suiteName(result)}: ${result.conclusion}`;
  const found = [...deviations(result), ...ofRun(result)];
  if (found.length === 0) {
    const level = result.run.exitCode === 0 ? 'notice' : 'error';
    const details = [exitMeaning(result), ...incompleteReasons(result)].join('; ');
    return command(level, title, `${headline(result)}; ${details}`);
  }
  const shown = found.length > maximum ? found.slice(0, maximum - 1) : found;
  const left = found.length - shown.length;
  const more = left > 0 ? [`${count(left, 'more cause')} of deviation; the reports have them all`] : [];
  return [...shown, ...more]
    .map((message) => command('error', title, `${message} (${headline(result)})`))
    .join('');
}

function deviations(result: RunResult): string[] {
  return causes(result)
    .filter(([first]) => !isWaived(first))
    .map((group) => `${messageOf(group[0].finding)}: ${wheres(group)}`);
}

/** With what was expected and met: who reads an annotation has nothing else before them. */
function messageOf({ message, check, expected, actual }: Finding): string {
  const both = [
    ...(expected === undefined ? [] : [`expected ${line(expected, 200)}`]),
    ...(actual === undefined ? [] : [`actual ${line(actual, 200)}`]),
  ].join(', ');
  return `${line(message)}${both && ` (${both})`} [${line(check)}]`;
}

function wheres([first, ...others]: Group<CaseFinding>): string {
  return others.length === 0 ? line(first.case.id) : `${line(first.case.id)} and ${others.length} more`;
}

function ofRun({ run }: RunResult): string[] {
  return run.findings
    .filter(({ severity, waiver }) => severity === 'deviation' && waiver === undefined)
    .map((finding) => `${messageOf(finding)}: the run as a whole`);
}

/** `%` begins an escape everywhere; in a property, `:` and `,` end it as well. Line breaks are escaped by `line`. */
function command(level: 'error' | 'notice', title: string, message: string): string {
  const data = (text: string) => text.replaceAll('%', '%25');
  const property = (text: string) => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
  return `::${level} title=${property(title)}::${data(message)}\n`;
}

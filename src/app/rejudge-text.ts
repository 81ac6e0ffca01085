import type { RunResult } from '../model/result.ts';
import { count, line, shortList } from '../util/text.ts';
import type { RejudgedReport } from './rejudge.ts';

/** The differences that are listed one by one. */
const mostListed = 50;

/** What came of judging a report again, for people. */
export function rejudgementText({ file, result, suite, judged, taken, differences }: RejudgedReport): string {
  const { cases, operations } = result;
  const untold = cases.length - judged;
  const listed = differences
    .slice(0, mostListed)
    .map(({ place, what, why }) => `✗ ${line(place, 200)}: ${line(what, 500)} (${why})`);
  const more = differences.length - listed.length;
  const recorded = taken.map((group) => {
    const ids = shortList(
      group.cases.map(({ id }) => id),
      3,
    );
    return `    ${group.cases.length}: ${group.why} (${ids})`;
  });
  const { found, warned } = ofRun(result);
  return [
    `${line(file)}: ${count(cases.length, 'case')} of ${count(operations.length, 'operation')}, by ${madeBy(result.suite)}`,
    ...otherSuite(result.suite, suite),
    `  ${judged} judged again from their exchanges${untold > 0 ? `, ${untold} taken as recorded:` : ''}`,
    ...recorded,
    ...(found + warned > 0
      ? [
          `  ${count(found, 'deviation')} and ${count(warned, 'warning')} of the run as a whole, not recomputable: what it read beside the cases is not in the report`,
        ]
      : []),
    ...listed,
    ...(more > 0 ? [`  and ${count(more, 'difference')} more`] : []),
    lastLine(judged, differences.length, result),
    'This is no signature: who changes exchanges together with their digests is not found.',
    '',
  ].join('\n');
}

/** Where no verdict was judged again, that nothing differs says little. */
function lastLine(judged: number, differences: number, { conclusion, run }: RunResult): string {
  if (differences > 0)
    return `✗ ${count(differences, 'difference')}: the report does not follow from its exchanges.`;
  const concluded = `each code and operation, the conclusion (${conclusion}) and the exit code (${run.exitCode}) follow`;
  return judged === 0
    ? `– No verdict was judged again. By those that the report has, ${concluded}.`
    : `✓ Nothing differs: every verdict that was judged again, ${concluded}.`;
}

const madeBy = ({ name, version, specification: { title, sha256 } }: RunResult['suite']): string =>
  line(`${name} ${version}, ${title} (SHA-256 ${sha256.slice(0, 12)})`, 300);

function otherSuite(made: RunResult['suite'], now: RunResult['suite']): string[] {
  const same = made.version === now.version && made.specification.sha256 === now.specification.sha256;
  return same ? [] : [`  judged again by another version or document: ${madeBy(now)}`];
}

function ofRun({ run: { findings } }: RunResult): { readonly found: number; readonly warned: number } {
  const number = (of: string) => findings.filter(({ severity }) => severity === of).length;
  return { found: number('deviation'), warned: number('warning') };
}

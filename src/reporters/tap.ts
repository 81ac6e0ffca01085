import type { CaseResult, RunResult } from '../model/result.ts';
import { line, longestReason, safeJson } from '../util/text.ts';
import { caseOutcome, conclusionOutcome, type TestOutcome } from './outcomes.ts';
import { headline } from './summary.ts';

/**
 * TAP 14, which TAP 13 readers also understand: a test point for each case, and a last one that fails
 * whenever the run does. Cases that could not be tested are skipped; waived ones are `TODO`, which in TAP
 * means a known failure.
 */
export const toTap = (result: RunResult): string => [...tapPieces(result)].join('');

/** The same test point by test point. */
export function* tapPieces(result: RunResult): Generator<string> {
  const selected = result.cases.filter(({ verdict }) => verdict !== 'not-selected');
  yield `TAP version 14\n# ${headline(result)}\n1..${selected.length + 1}\n`;
  for (const [index, one] of selected.entries()) yield numbered(caseLines(one, result), index + 1);
  yield numbered(conclusionLines(result), selected.length + 1);
}

const numbered = ([first = '', ...rest]: readonly string[], number: number): string =>
  [first.replace(/^(not )?ok/, `$& ${number}`), ...rest, ''].join('\n');

function caseLines(one: CaseResult, result: RunResult): string[] {
  const outcome = caseOutcome(one, result);
  const name = described(`${one.id}: ${one.title}`);
  if (!outcome) return [`ok - ${name}`, ...toleration(one)];
  const [first = ''] = outcome.lines;
  if (outcome.kind !== 'skipped') return [`not ok - ${name}`, ...diagnostics(one.verdict, outcome)];
  return outcome.waived
    ? [`not ok - ${name} # TODO ${described(first)}`, ...diagnostics(one.verdict, outcome)]
    : [`ok - ${name} # SKIP ${described(first)}`, ...diagnostics(one.verdict, outcome)];
}

function toleration({ verdict, reason }: CaseResult): string[] {
  if (verdict !== 'tolerated') return [];
  return yaml([
    ['verdict', verdict],
    ...(reason === undefined ? [] : [['reason', line(reason, longestReason)] as const]),
  ]);
}

function conclusionLines(result: RunResult): string[] {
  const { lines, red } = conclusionOutcome(result);
  const name = `conclusion: ${described(headline(result))}`;
  return red
    ? [`not ok - ${name}`, ...diagnostics(result.conclusion, red)]
    : [`ok - ${name}`, ...yaml([['details', lines]])];
}

function diagnostics(verdict: string, outcome: TestOutcome): string[] {
  const { kind, lines } = outcome;
  const failed =
    kind === 'skipped'
      ? []
      : [
          ['message', outcome.message] as const,
          ['check', outcome.type] as const,
          ['severity', 'fail'] as const,
        ];
  return yaml([...failed, ['verdict', verdict], ['details', lines]]);
}

/** A YAML block. Scalars are written as JSON strings, which are valid YAML. */
function yaml(members: readonly (readonly [name: string, value: string | readonly string[]])[]): string[] {
  const written = members.flatMap(([name, value]) =>
    typeof value === 'string'
      ? [`${name}: ${safeJson(value)}`]
      : [`${name}:`, ...value.map((item) => `  - ${safeJson(item)}`)],
  );
  return ['---', ...written, '...'].map((text) => `  ${text}`);
}

/** In a description, `#` starts a directive and `\` an escape. */
function described(text: string): string {
  return line(text).replace(/[\\#]/g, '\\$&');
}

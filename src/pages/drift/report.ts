/** The output of `spec check` as text, JSON and GitHub annotations: pure functions of the drift report. */

import type { RunResult } from '../../model/result.ts';
import { count, jsonText, visible } from '../../util/text.ts';
import { workflowCommand } from '../../util/workflow-command.ts';
import { formatLocation } from '../rst/source-location.ts';
import type { DriftReport } from './check.ts';
import type { CheckedRequirement, CitationVerdict } from './citation-data.ts';
import type { DriftFinding } from './finding.ts';

type Specification = RunResult['suite']['specification'];

/** Findings that are drift, without notes. */
export const driftFindings = ({ findings }: DriftReport): readonly DriftFinding[] =>
  findings.filter(({ severity }) => severity === 'drift');

export function driftText(drift: DriftReport, { title, version }: Specification): string {
  const found = driftFindings(drift).length;
  const notes = drift.findings.length - found;
  return `${[
    `${title} ${version}`,
    ...drift.operations.map(
      ({ file, method, path, codes, parameters, examples }) =>
        `  ${file}: ${method} ${path}: ${count(codes, 'response code')}, ${count(parameters, 'parameter')}, ${count(examples, 'example')}`,
    ),
    ...listed('operations of the document that no given page describes', brief(drift.notOnPages)),
    ...listed('pages of operations that the document does not have', {
      all: drift.notInDocument.length,
      named: drift.notInDocument.map(({ file }) => file),
    }),
    ...(drift.findings.length > 0 ? ['', ...drift.findings.flatMap(findingLines)] : []),
    '',
    `requirements: ${citationsText(Object.values(drift.requirements))}`,
    `${found === 0 ? 'no drift' : `drift: ${count(found, 'finding')}`}${notes > 0 ? `, ${count(notes, 'note')}` : ''}`,
  ]
    .map((text) => visible(text))
    .join('\n')}\n`;
}

interface Named {
  readonly all: number;
  readonly named: readonly string[];
}

/** Long lists are counted only: a check of one page is about that page. JSON has all names. */
const brief = (names: readonly string[]): Named => ({
  all: names.length,
  named: names.length > 5 ? [] : names,
});

const listed = (what: string, { all, named }: Named): string[] =>
  all === 0 ? [] : [`  not checked: ${all} ${what}${named.length > 0 ? `: ${named.join(', ')}` : ''}`];

function findingLines({ kind, severity, place, pointer, requirement, message }: DriftFinding): string[] {
  const mark = severity === 'drift' ? '✗' : '–';
  return [
    `${mark} ${formatLocation(place)}: ${message} [${kind}]`,
    ...(requirement === undefined ? [] : [`    requirement: ${requirement}`]),
    `    document: ${pointer}`,
  ];
}

const verdictWords: readonly (readonly [verdict: CitationVerdict, words: string])[] = [
  ['holds', 'hold'],
  ['changed', 'changed'],
  ['moved', 'moved'],
  ['lost', 'lost'],
  ['no-digest', 'without digest'],
];

/** `45 hold, 2 lost, 30 not checked (page not given: general 20, RFC 9110 10), 9 not on all of their pages`. */
function citationsText(all: readonly CheckedRequirement[]): string {
  const parts = verdictWords.flatMap(([verdict, words]) => {
    const count = all.filter((one) => one.verdict === verdict).length;
    return count === 0 && verdict !== 'holds' ? [] : [`${count} ${words}`];
  });
  const unchecked = all.filter(({ verdict }) => verdict === 'not-checked');
  const byPage = [...new Set(unchecked.map(({ page }) => page))].map(
    (page) => `${page} ${unchecked.filter((one) => one.page === page).length}`,
  );
  const why =
    byPage.length === 0
      ? ''
      : byPage.length > 8
        ? ` (${byPage.length} pages not given)`
        : ` (page not given: ${byPage.join(', ')})`;
  const partly = all.filter(
    ({ verdict, onPages = {} }) =>
      verdict !== 'not-checked' && Object.values(onPages).some((one) => one.verdict === 'not-checked'),
  );
  const some = partly.length > 0 ? [`${partly.length} not on all of their pages`] : [];
  return [...parts, `${unchecked.length} not checked${why}`, ...some].join(', ');
}

export function driftJson(drift: DriftReport, specification: Specification): string {
  const verdicts = Object.values(drift.requirements).map(({ verdict }) => verdict);
  const counts = Object.fromEntries(
    [...verdictWords.map(([verdict]) => verdict), 'not-checked' as const].map((verdict) => [
      verdict,
      verdicts.filter((one) => one === verdict).length,
    ]),
  );
  const value = { formatVersion: 1, specification, drift: driftFindings(drift).length > 0, counts, ...drift };
  return jsonText(value);
}

/** Workflow commands of GitHub Actions, which show each finding at its line. */
export function driftAnnotations({ findings }: DriftReport): string {
  return findings
    .map(({ kind, severity, place, pointer, message }) => {
      const command = severity === 'drift' ? 'error' : 'notice';
      const where = { file: place.file, line: String(place.line), title: kind };
      return workflowCommand(command, where, `${message}\n${pointer}`);
    })
    .join('');
}

import type { Conclusion, RunResult } from '../../model/result.ts';
import { count, line } from '../../util/text.ts';
import { casesOf, hasSeveralOperations, waiverProblems } from '../queries.ts';
import {
  casesSummary,
  conformingOperations,
  coverageSummary,
  createdSummary,
  exitMeaning,
  givenSummary,
  incompleteReasons,
  operationsLine,
  specificationName,
  suiteName,
  targetName,
} from '../summary.ts';
import { mainCauses } from './causes.ts';
import { coverageChart } from './coverage-chart.ts';
import {
  type Content,
  codeMarkup,
  countedText,
  html,
  type Markup,
  noMarkup,
  type Section,
  safeText,
} from './markup.ts';
import { operationMatrix } from './operation-matrix.ts';
import { mainReasons } from './reasons.ts';
import { type Status, statusIcon } from './status.ts';

const conclusions: Readonly<Record<Conclusion, readonly [status: Status, label: string]>> = {
  conformant: ['conforms', 'Conformant'],
  incomplete: ['not-exercised', 'Incomplete'],
  deviates: ['deviates', 'Deviates'],
};

/** Conclusion, main causes and coverage: readable in ten seconds. */
export function firstScreen(result: RunResult, sections: readonly Section[]): Markup {
  const [status, label] = conclusions[result.conclusion];
  const operations = conformingOperations(result);
  return html`<header>
${notices(result)}
<div class="screen">
<div class="verdict ${status}">
<p class="eyebrow">Conformance report</p>
<h1>${statusIcon(status)} ${label}</h1>
<p class="target">${targetName(result)}</p>
<p class="lead">${countedText(`${operations === undefined ? '' : `${operations} conformant; `}${coverageSummary(result)}.`)}</p>
${between(result)}${mainCauses(result, 4)}
</div>
${hasSeveralOperations(result) ? operationMatrix(result) : coverageChart(result)}
${facts(result)}
</div>
<nav aria-label="Contents"><ul>${sections.map(({ id, title, size }) => html`<li><a href="#${id}">${title.split(',')[0]}</a>${size === undefined ? noMarkup : html` <small>${size}</small>`}</li>`)}</ul></nav>
</header>
`;
}

/** Warnings above everything else. */
function notices(result: RunResult): Content {
  const { run, target } = result;
  const waived = casesOf(result, 'deviates').filter((one) => one.waived !== undefined).length;
  const ofRun = run.findings.filter(({ waiver }) => waiver !== undefined).length;
  const problems = waiverProblems(result).length;
  const left = casesOf(result, 'not-selected').length;
  const all: (false | readonly [word: string, text: Content])[] = [
    target.builtIn && [
      'Built-in target',
      'The target was the built-in reference implementation. This report says nothing about any service.',
    ],
    run.insecure && ['Insecure', 'Certificates were not verified; the answers may come from anyone.'],
    run.stopped !== undefined && [
      'Stopped',
      ['The run ended before all cases were sent: ', safeText(run.stopped, 1000)],
    ],
    waived + ofRun > 0 && [
      'Waived',
      html`<a href="#waivers">${count(waived, 'deviating case')}${ofRun > 0 ? ` and ${count(ofRun, 'finding')} of the run` : ''}</a> under a waiver. Waivers change the exit code, but not the conclusion.`,
    ],
    problems > 0 && ['Waivers to fix', `${count(problems, 'waiver')} did not match this run.`],
    left > 0 && ['Selection', `${count(left, 'case')} of ${result.cases.length} were not selected.`],
  ];
  return all.flatMap((notice) =>
    notice === false
      ? []
      : [
          html`<p class="notice"><b>${notice[0]}</b> ${notice[1]}</p>
`,
        ],
  );
}

/**
 * What an incomplete run lacks for "conformant", and what would help. For a deviating run the deviations come
 * first. Requirements are counted only: their ids are listed further down.
 */
function between(result: RunResult): Content {
  if (result.conclusion !== 'incomplete') return noMarkup;
  const lacking = incompleteReasons(result, 'number').map(
    (text) => html`<li>${countedText(text, 2000)}</li>`,
  );
  return [html`<ul class="missing">${lacking}</ul>`, mainReasons(result, 4)];
}

function facts(result: RunResult): Markup {
  const { suite, target, run } = result;
  const { sha256 } = suite.specification;
  const account = target.accountId === null ? noMarkup : [', account ', codeMarkup(target.accountId)];
  const created = createdSummary(result);
  return html`<dl class="facts">
<div><dt>Target</dt><dd>${codeMarkup(target.url)}, version ${codeMarkup(target.apiVersion)}${account}</dd></div>
<div><dt>Suite</dt><dd>${suiteName(result)}</dd></div>
<div><dt>Specification</dt><dd>${line(specificationName(suite))} <small>sha256 ${safeText(sha256.slice(0, 12))}…</small></dd></div>
<div><dt>Run</dt><dd>${date(run.startedAt)}, ${countedText(casesSummary(result))}</dd></div>
${scopeFact(result)}<div><dt>Given</dt><dd>${givenSummary(result)}</dd></div>
${
  created === ''
    ? noMarkup
    : html`<div><dt>Created</dt><dd>${created}</dd></div>
`
}<div><dt>Ended</dt><dd>${exitMeaning(result)}</dd></div>
</dl>`;
}

/** Where the run was about some operations of the document only, or had several: its greatest risk. */
function scopeFact(result: RunResult): Content {
  return operationsLine(result, hasSeveralOperations(result) ? 'number' : 'names').map(
    (text) => html`<div><dt>Operations</dt><dd>${text.replace(/^operations: /, '')}</dd></div>
`,
  );
}

/** `2026-11-23 19:15:04 UTC`; anything else unchanged. */
function date(startedAt: string): Content {
  const [, day, time] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/.exec(startedAt) ?? [];
  if (day === undefined || time === undefined) return safeText(startedAt);
  return html`<time datetime="${startedAt}">${day} ${time} UTC</time>`;
}

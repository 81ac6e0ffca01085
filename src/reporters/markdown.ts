import type { CaseResult, Finding, RunResult } from '../model/result.ts';
import { ownMember } from '../util/plain-object.ts';
import { count, line, longestReason } from '../util/text.ts';
import { type Block, cite, deviationBlocks, findingItems, idsText } from './markdown-causes.ts';
import { markdownMatrix } from './markdown-matrix.ts';
import { markdownCode, markdownText } from './markdown-text.ts';
import {
  casesOf,
  causes,
  codeName,
  coverageMarks,
  describeReceived,
  deviationsTitle,
  groupBy,
  groupByReason,
  hasSeveralOperations,
  isWaived,
  toleratingAmbiguities,
  unprovenOperations,
  unwaivedCauses,
  waiverProblems,
  warnings,
} from './queries.ts';
import {
  casesSummary,
  conclusionText,
  coverageSummary,
  createdSummary,
  exitMeaning,
  givenSummary,
  incompleteReasons,
  operationsLine,
  specificationName,
  suiteName,
} from './summary.ts';

/** A pull-request comment holds 65,536 characters; counted here in bytes, which are never fewer. */
const limit = 64_000;

interface Section {
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** For a pull-request comment or a job summary: deviations first, as much as fits. */
export function toMarkdown(result: RunResult): string {
  const sections = [
    {
      title: 'Waivers to fix',
      blocks: waiverProblems(result).map((text) => ({ text: `- ${markdownText(text, 1000)}` })),
    },
    {
      title: deviationsTitle(unwaivedCauses(result)),
      blocks: deviationBlocks(result),
    },
    {
      title: 'Findings about the run',
      blocks: result.run.findings.map((finding) => runFinding(finding, result)),
    },
    { title: 'Left behind on the target', blocks: leftBehind(result) },
    {
      title: 'Not shown',
      blocks: incompleteReasons(result).map((text) => ({ text: `- ${markdownText(text, 2000)}` })),
    },
    notTested(result),
    {
      title: 'Refusals without a valid request that was accepted',
      blocks: unprovenOperations(result).map((text) => ({ text: `- ${markdownText(text)}` })),
    },
    { title: 'Waived', blocks: waived(result) },
    tolerated(result),
    { title: 'Warnings', blocks: warned(result) },
  ].filter(({ blocks }) => blocks.length > 0);
  return `${[head(result), ...blocksThatFit(sections, limit - bytes(head(result)))].join('\n\n')}\n`;
}

function head(result: RunResult): string {
  const { suite, target, run } = result;
  const name = target.builtIn ? 'the built-in reference implementation' : markdownCode(target.url);
  const account = target.accountId === null ? '' : `, account ${markdownCode(target.accountId)}`;
  const { sha256 } = suite.specification;
  const created = [createdSummary(result)].filter(Boolean).map((text) => `; ${text}`);
  return [
    `### ${markdownText(suiteName(result))} against ${name}: ${conclusionText(result)}`,
    ...(run.insecure
      ? ['**INSECURE: certificates were not verified; the answers may come from anyone.**']
      : []),
    ...(run.stopped === undefined ? [] : [`**Stopped: ${markdownText(run.stopped)}**`]),
    markdownText(`${coverageSummary(result)}; ${casesSummary(result)}; ${exitMeaning(result)}`),
    ...operationsLine(result).map((text) => markdownText(text)),
    coverage(result),
    `<sub>Version ${markdownCode(target.apiVersion)}${account}; specification ${markdownText(specificationName(suite))} (sha256 ${markdownCode(sha256)}); ` +
      `run ${markdownCode(run.startedAt)}, ${markdownText(givenSummary(result))}${created}</sub>`,
  ].join('\n\n');
}

/** Only numbers and words of the suite: nothing can break a table cell. */
function coverage(result: RunResult): string {
  if (hasSeveralOperations(result)) return markdownMatrix(result, maximumRows);
  const rows = result.coverage.slice(0, maximumRows).map((row) => {
    const { verdict, cases } = row;
    const tally = Object.entries(cases).map(([name, number]) => `${number} ${name}`);
    return `| ${codeName(row, result).replace(/[^\w/]/g, '')} | ${coverageMarks[verdict]} ${verdict} | ${tally.join(', ') || 'no case'} |`;
  });
  return ['| code | | cases |', '| --- | --- | --- |', ...rows].join('\n');
}

/** More codes than any operation documents; of operations, the worst. */
const maximumRows = 100;

function runFinding(finding: Finding, result: RunResult): Block {
  const items = findingItems(finding, result).map((item) => `  ${item}`);
  return {
    text: [
      `- ${finding.severity}: ${markdownText(finding.message)} (${markdownCode(finding.check)})`,
      ...items,
    ].join('\n'),
  };
}

function leftBehind({ run }: RunResult): Block[] {
  return run.leftBehind.map(({ caseId, what, reason }) => ({
    text: `- ${markdownCode(what)}, by ${markdownCode(caseId)}: ${markdownText(reason, longestReason)}`,
  }));
}

function notTested(result: RunResult): Section {
  const groups = groupByReason(result, 'not-exercised', 'not-consented', 'inconclusive', 'errored');
  const blocks = groups.map((group) => {
    const [{ verdict, reason, testableBy }] = group;
    const remedy = testableBy === undefined ? '' : `; testable by ${markdownText(testableBy)}`;
    const why = markdownText(reason ?? 'no reason was recorded', longestReason);
    return {
      text: `- ${verdict}: ${why}${remedy} (${count(group.length, 'case')}: ${idsText(group.map(({ id }) => id))})`,
    };
  });
  return {
    title: `Not exercised, not consented, inconclusive or errored: ${count(groups.flat().length, 'case')}`,
    blocks,
  };
}

function waived(result: RunResult): Block[] {
  return causes(result)
    .filter(({ found: [first] }) => isWaived(first))
    .map(({ cause, found }) => {
      const [{ case: one, finding }] = found;
      const waiver = result.run.waivers?.find(({ entry }) => entry === finding.waiver);
      const terms = waiver
        ? `until ${markdownText(waiver.expires)}, owner ${markdownText(waiver.owner)}: ${markdownText(waiver.reason)}`
        : markdownText(one.waived ?? '');
      return { text: `- ${markdownText(cause.headline)}; ${terms}` };
    });
}

function tolerated(result: RunResult): Section {
  const cases = casesOf(result, 'tolerated');
  const groups = groupBy(cases, (one: CaseResult) => [
    toleratingAmbiguities(one),
    one.expect,
    describeReceived(one),
  ]);
  const blocks = groups.map((group) => {
    const [first] = group;
    const cited = toleratingAmbiguities(first).map((id) => cite(id, ownMember(result.ambiguities, id)));
    const received = describeReceived(first);
    return {
      text: `- expected ${first.expect}, received ${received} (${count(group.length, 'case')}): ${cited.join('; ')}`,
    };
  });
  return {
    title: `Tolerated: ${count(cases.length, 'case')}, each allowed by an ambiguity of the reference`,
    blocks,
  };
}

function warned(result: RunResult): Block[] {
  return warnings(result).map((group) => {
    const [{ finding }] = group;
    return {
      text: `- ${markdownText(finding.message)} (${markdownCode(finding.check)}, ${count(group.length, 'case')})`,
    };
  });
}

/** As many blocks as fit, in the order of the sections; then their `more`, if there is room. */
function blocksThatFit(sections: readonly Section[], room: number): string[] {
  let left = room - bytes(leftOut(sections.flatMap(({ blocks }) => blocks).length));
  const take = (text: string) => {
    if (bytes(text) + separator > left) return false;
    left -= bytes(text) + separator;
    return true;
  };
  const taken = sections.map(({ title, blocks }) => ({
    heading: `#### ${title}`,
    blocks: take(`#### ${title}`) ? blocks.filter(({ text }) => take(text)) : [],
    of: blocks.length,
  }));
  const missed = taken.reduce((sum, { blocks, of }) => sum + of - blocks.length, 0);
  const written = taken
    .filter(({ blocks }) => blocks.length > 0)
    .flatMap(({ heading, blocks }) => [
      heading,
      ...blocks.flatMap(({ text, more }) => (more !== undefined && take(more) ? [text, more] : [text])),
    ]);
  return missed > 0 ? [...written, leftOut(missed)] : written;
}

const separator = 2;

const leftOut = (number: number): string =>
  `_${line(`${count(number, 'entry', 'entries')} left out because of the size limit; the other report formats have them`)}._`;

const bytes = (text: string): number => Buffer.byteLength(text);

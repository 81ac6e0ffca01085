import { selectCases } from '../catalogue/select.ts';
import {
  asGiven,
  asRequirement,
  codesIn,
  documentedIn,
  isSelection,
  unmarked,
  unwaived,
  waiverRules,
} from '../evaluation/before-evaluation.ts';
import { evaluateRun } from '../evaluation/evaluate-run.ts';
import { SuiteError } from '../model/errors.ts';
import type { Json } from '../model/json.ts';
import type { CaseResult, Finding, RunResult } from '../model/result.ts';
import { largest } from '../util/largest.ts';
import { isSame, outputOptions, scopeName } from './conditions.ts';

/** A stored result and its file. */
export interface StoredResult {
  readonly file: string;
  readonly result: RunResult;
}

type Parts = readonly [StoredResult, ...StoredResult[]];

/**
 * The result of a run that was split with `--shard`, evaluated again from all its parts.
 * @throws SuiteError of kind `usage` if parts are missing, given twice, or of different runs.
 */
export function mergeShards(given: Parts): RunResult {
  checkShards(given);
  checkAlike(given);
  const parts = withDistinctSetUps(given);
  const [{ result: first }] = parts;
  const results = parts.map(({ result }) => result);
  const options = commonOptions(first, results);
  const starts = results.map(({ run }) => Date.parse(run.startedAt));
  const ends = results.map(({ run }, index) => (starts[index] ?? 0) + run.durationMs);
  const start = Math.min(...starts);
  const stops = [...new Set(results.flatMap(({ run }) => run.stopped ?? []))];
  const created = results.flatMap(({ run }) => run.created ?? []);
  const { findings, waivers, exitCode, cases, causes, ...evaluated } = evaluateRun({
    found: {
      cases: casesOf(parts),
      findings: distinct(results.flatMap(({ run }) => run.findings)).map(unmarked),
    },
    operations: first.operations,
    documented: documentedIn(results),
    requirements: Object.fromEntries(Object.entries(first.requirements).map(asRequirement)),
    waivers: waiverRules(first, Math.max(...starts)),
    exitRules: {
      allowIncomplete: codesIn(options.allowIncomplete),
      strict: options.strict === true,
      selection: isSelection(first),
      interrupted: results.some(({ run }) => run.exitCode === interrupted),
    },
  });
  return {
    ...first,
    run: {
      startedAt: new Date(start).toISOString(),
      durationMs: Math.max(...ends) - start,
      options,
      consent: first.run.consent,
      ...(first.run.scope && { scope: first.run.scope }),
      driver: first.run.driver,
      insecure: first.run.insecure,
      ...(created.length > 0 && { created }),
      leftBehind: results.flatMap(({ run }) => run.leftBehind),
      findings,
      ...(waivers && { waivers }),
      ...(stops.length > 0 && { stopped: stops.join('; ') }),
      exitCode,
    },
    ...evaluated,
    causes,
    cases,
  };
}

/** Each part counts its set-ups from zero, and compares answers on its own alone. */
function withDistinctSetUps([first, ...others]: Parts): Parts {
  let next = 1 + largest(numbersIn(first.result));
  const renumbered = others.map(({ file, result }) => {
    const from = next;
    next += 1 + largest(numbersIn(result));
    const cases = result.cases.map((item) => {
      const { evidence } = item;
      return evidence?.comparedOn === undefined
        ? item
        : { ...item, evidence: { ...evidence, comparedOn: from + evidence.comparedOn } };
    });
    return { file, result: { ...result, cases } };
  });
  return [first, ...renumbered];
}

const numbersIn = ({ cases }: RunResult): number[] => cases.map(({ evidence }) => evidence?.comparedOn ?? -1);

/** The options that all parts share; each part writes its own reports. */
function commonOptions(first: RunResult, all: readonly RunResult[]): RunResult['run']['options'] {
  return Object.fromEntries(
    Object.entries(first.run.options).filter(
      ([name, value]) => name !== 'shard' && all.every(({ run }) => isSame(run.options[name], value)),
    ),
  );
}

/** Exit code of a run that was interrupted (decision 0001). */
const interrupted = 130;

const usage = (message: string): SuiteError => new SuiteError('usage', message);

/** All parts of one run, each once. */
function checkShards(parts: Parts): void {
  const seen = new Map<number, string>();
  let expected: { readonly of: number; readonly file: string } | undefined;
  for (const { file, result } of parts) {
    const { shard } = result.run.options;
    const [, index, of] = (typeof shard === 'string' && /^(\d{1,4})\/(\d{1,4})$/.exec(shard)) || [];
    if (index === undefined || of === undefined)
      throw usage(
        `${file} is not part of a run: it was not made with --shard, so it cannot be merged. Use \`compare\` for several runs.`,
      );
    expected ??= { of: Number(of), file };
    if (Number(of) !== expected.of)
      throw usage(
        `${file} is one of ${of} parts, ${expected.file} one of ${expected.of}; merge parts of one run.`,
      );
    const other = seen.get(Number(index));
    if (other !== undefined)
      throw usage(`${other} and ${file} are both part ${index}/${of}; give each part once.`);
    seen.set(Number(index), file);
  }
  const of = expected?.of ?? 0;
  const missing = Array.from({ length: of }, (_, index) => index + 1).filter((index) => !seen.has(index));
  if (missing.length > 0)
    throw usage(
      `Of the ${of} parts of the run ${missing.map((index) => `${index}/${of}`).join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing.`,
    );
}

/** What must be the same in all parts. */
const facts: Readonly<Record<string, (result: RunResult) => unknown>> = {
  suite: ({ suite }) => `${suite.name} ${suite.version}`,
  specification: ({ suite }) => suite.specification,
  // The built-in target has another port and account in each run.
  target: ({ target }) => (target.builtIn ? 'built-in' : target.url),
  'contract version': ({ target }) => target.apiVersion,
  account: ({ target }) => (target.builtIn ? 'built-in' : target.accountId),
  consent: ({ run }) => run.consent,
  scope: scopeName,
  driver: ({ run }) => run.driver,
  'verification of certificates': ({ run }) => run.insecure,
  'list of waivers': ({ run }) => run.waivers?.map(asGiven),
  'list of codes': ({ coverage }) => coverage.map(({ operationId, status }) => `${operationId}/${status}`),
  'list of cases': ({ cases }) => cases.filter(({ unplanned }) => !unplanned).map(({ id }) => id),
};

function checkAlike([first, ...others]: Parts): void {
  for (const { file, result } of others) {
    for (const [name, fact] of Object.entries(facts)) {
      const [one, other] = [JSON.stringify(fact(first.result)), JSON.stringify(fact(result))];
      if (one !== other) throw differs(name, [first.file, one], [file, other]);
    }
    const [one, other] = [first.result.run.options, result.run.options];
    for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
      if (outputOptions.has(key) || isSame(one[key], other[key])) continue;
      throw differs(
        `option ${key}`,
        [first.file, JSON.stringify(one[key])],
        [file, JSON.stringify(other[key])],
      );
    }
  }
}

type FactOfPart = readonly [file: string, value: string | undefined];

function differs(name: string, ...[one, other]: readonly [FactOfPart, FactOfPart]): SuiteError {
  const shown = ([file, value = 'not set']: FactOfPart) =>
    `${value.length > 200 ? 'another' : value} in ${file}`;
  return usage(`The parts are of different runs: the ${name} is ${shown(one)} and ${shown(other)}.`);
}

/** Each case from the part that had it; then those that some part met on the way. */
function casesOf(parts: Parts): CaseResult[] {
  const met = parts.flatMap(({ result: { cases } }) => cases.filter(({ unplanned }) => unplanned));
  return [...cataloguedCases(parts), ...new Map(met.map((item) => [item.id, unwaived(item)])).values()];
}

function cataloguedCases(parts: Parts): CaseResult[] {
  const [{ result }] = parts;
  const texts = (value: Json | undefined) =>
    Array.isArray(value)
      ? value.filter((one) => typeof one === 'string' || typeof one === 'number').map(String)
      : [];
  const { only, skip } = result.run.options;
  const catalogued = result.cases.filter(({ unplanned }) => !unplanned);
  const selected = selectCases(catalogued, texts(only), texts(skip));
  return catalogued.map((item, index) => {
    const sent = parts.flatMap(({ file, result: { cases } }) => {
      const own = cases[index];
      return own && own.verdict !== 'not-selected' ? [{ file, own }] : [];
    });
    const [one, other] = sent;
    if (one && other) throw usage(`The parts overlap: ${item.id} is in ${one.file} and in ${other.file}.`);
    if (!one && (selected?.has(item.id) ?? true))
      throw usage(`The parts leave a gap: ${item.id} is in none of them.`);
    return one ? unwaived(one.own) : item;
  });
}

/** Each part reports its own findings about the run as a whole. */
function distinct(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}

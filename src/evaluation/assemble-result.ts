import { randomUUID } from 'node:crypto';
import type { Case } from '../catalogue/case.ts';
import type { ConnectionSecret } from '../http/connection.ts';
import type { CurlOptions } from '../http/curl.ts';
import type { Exchange } from '../model/exchange.ts';
import type { CaseResult, RunResult } from '../model/result.ts';
import { credentialValue } from '../runner/request.ts';
import type { RunOptions, RunYield } from '../runner/run.ts';
import type { CaseOutcome } from '../runner/run-case.ts';
import { createRedactor, type Redactor, type Secret } from '../secrets/redaction.ts';
import { shortestSecret } from '../secrets/shortest-secret.ts';
import { evaluateRun } from './evaluate-run.ts';
import { recordExchange, recordFinding, recordText } from './record.ts';
import type { Found } from './waivers.ts';

export interface RunReport {
  readonly result: RunResult;
  /** The name of a secret of the run that a text holds, in whatever form. A report that holds one must not be written. */
  readonly leak: (text: string) => string | undefined;
}

/** The run's result, secrets removed, everything in catalogue order. */
export function assembleResult(options: RunOptions, yielded: RunYield): RunReport {
  const { catalogue, selected, exitRules, described, given, builtIn } = options;
  const secrets = new Secrets(options, yielded);
  const { redactor } = secrets;
  const found: Found = {
    cases: catalogue.cases.map((item) =>
      caseResult(item, yielded.outcomes.get(item.id), secrets, {
        insecure: options.insecure,
        options: options.connection.curl,
      }),
    ),
    findings: yielded.findings.map((finding) => recordFinding(finding, redactor)),
  };
  const { cases, coverage, requirements, findings, waivers, conclusion, exitCode } = evaluateRun({
    found,
    documented: documentedStatuses(options),
    requirements: options.requirements,
    waivers: redactor.deepRedact(options.waivers),
    exitRules: {
      ...exitRules,
      selection: selected !== undefined,
      interrupted: options.signal.aborted,
    },
  });
  const result: RunResult = {
    formatVersion: 2,
    suite: options.suite,
    target: { ...described, url: redactor.redact(options.target), builtIn },
    run: {
      startedAt: yielded.startedAt.toISOString(),
      durationMs: Math.round(yielded.durationMs),
      options: redactor.deepRedact(given),
      consent: options.consent,
      driver: redactor.redact(options.driver.name),
      insecure: options.insecure,
      leftBehind: yielded.leftBehind.map(({ reason, ...left }) => ({
        ...redactor.deepRedact(left),
        reason: recordText(reason, redactor),
      })),
      findings,
      ...(waivers && { waivers }),
      ...(yielded.stopped !== undefined && { stopped: yielded.stopped }),
      exitCode,
    },
    conclusion,
    coverage,
    requirements,
    ambiguities: options.ambiguities,
    cases,
  };
  return { result, leak: redactor.found };
}

function documentedStatuses({ catalogue }: RunOptions) {
  return [...catalogue.operations.values()].flatMap(({ id, responses }) =>
    [...responses.keys()].toSorted((a, b) => a - b).map((status) => ({ operationId: id, status })),
  );
}

function caseResult(
  item: Case,
  outcome: CaseOutcome | undefined,
  secrets: Secrets,
  curl: CurlOptions,
): CaseResult {
  const { id, operationId, status, title, requirements, risk, expect, tolerates, states } = item;
  const facts = { id, operationId, status, title, requirements, risk, expect, tolerates, states };
  if (!outcome) return { ...facts, verdict: 'not-selected', findings: [], exchanges: [], durationMs: 0 };
  const { redactor } = secrets;
  return {
    ...facts,
    verdict: outcome.verdict,
    ...(outcome.reason !== undefined && { reason: recordText(outcome.reason, redactor) }),
    ...(outcome.testableBy !== undefined && { testableBy: outcome.testableBy }),
    findings: outcome.findings.map((finding) => recordFinding(finding, redactor)),
    exchanges: outcome.exchanges.map((exchange) =>
      recordExchange(secrets.withoutShort(exchange, item.request.credentialHeader), redactor, curl),
    ),
    durationMs: rounded(outcome.durationMs),
  };
}

const rounded = (ms: number): number => Math.round(ms * 10) / 10;

/** A secret too short to be sought everywhere, and the long value that stands for it in its header. */
interface ShortSecret {
  readonly value: string;
  readonly standIn: string;
  /** Its header, or undefined for that of the case's credential. */
  readonly header: string | undefined;
}

/**
 * The credentials of the run, and the secrets of its connection. Credentials are named in the order in which the
 * catalogue's cases used them, so that two runs give the same names whatever the order of set-ups.
 */
class Secrets {
  readonly redactor: Redactor;
  readonly #short: ShortSecret[] = [];

  constructor(
    { catalogue, values, secretName, connection, extraSecrets = [] }: RunOptions,
    { outcomes, credentials, renewed }: RunYield,
  ) {
    const used = catalogue.cases
      .filter(({ request }) => request.credential === 'valid' || request.credential === 'expired')
      .flatMap(
        ({ id }) => outcomes.get(id)?.exchanges.map((exchange) => exchange.values[credentialValue]) ?? [],
      );
    const ordered = [values[credentialValue], renewed, ...used, ...[...credentials].toSorted()];
    const distinct = [...new Set(ordered.filter((value) => value !== undefined && value !== ''))];
    const credentialSecrets = distinct.map((value = '', index): ConnectionSecret => {
      return { name: index === 0 ? secretName : `${secretName}_${index + 1}`, value };
    });
    this.redactor = createRedactor(
      [...credentialSecrets, ...connection.secrets, ...extraSecrets].map((secret) => this.#sought(secret)),
    );
  }

  #sought({ name, value, header }: ConnectionSecret): Secret {
    if (value.length >= shortestSecret) return { name, value };
    const standIn = randomUUID();
    this.#short.push({ value, standIn, header });
    return { name, value: standIn };
  }

  withoutShort(exchange: Exchange, header: string | null): Exchange {
    if (this.#short.length === 0) return exchange;
    const { request } = exchange;
    const headers = request.headers.map(([name, value]): [string, string] => {
      const short = this.#short.find((one) => one.value === value && (one.header ?? header) === name);
      return [name, short?.standIn ?? value];
    });
    return { ...exchange, request: { ...request, headers } };
  }
}

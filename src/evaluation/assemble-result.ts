import { randomUUID } from 'node:crypto';
import { type Case, credentialValue } from '../catalogue/case.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { replaceToken, spellingsOf } from '../catalogue/credential-place.ts';
import type { Connection, ConnectionSecret } from '../http/connection.ts';
import type { CurlOptions } from '../http/curl.ts';
import { SuiteError } from '../model/errors.ts';
import type { Exchange } from '../model/exchange.ts';
import type { CaseResult, Consent, Finding, RunResult } from '../model/result.ts';
import type { CredentialPlace } from '../openapi/operations.ts';
import { minSecretLength } from '../secrets/min-secret-length.ts';
import { createRedactor, type Redactor, type Secret } from '../secrets/redaction.ts';
import { partsOfToken } from '../secrets/secret-parts.ts';
import { detached } from '../util/detached.ts';
import { turn } from '../util/turn.ts';
import type { CaseOutcome, RawRun } from './case-outcome.ts';
import { caseFacts, documentedStatuses, operationFacts } from './catalogue-facts.ts';
import type { ExitRules, Requirement } from './conclude.ts';
import { evaluateRun } from './evaluate-run.ts';
import { EvidenceRecorder } from './evidence.ts';
import { recordExchange, recordFinding, recordReason } from './record.ts';
import type { RunFindings, WaiverRules } from './waivers.ts';

export interface RunReport {
  readonly result: RunResult;
  /**
   * The name of a secret that a text contains, in any form. A report that contains one must not be written.
   * @param text whole or in pieces
   */
  readonly leak: (text: string | readonly string[]) => string | undefined;
}

/** What reports say besides what the run found, and by which rules it is concluded. */
export interface ReportOptions {
  readonly suite: RunResult['suite'];
  /** What reports say of the target. */
  readonly target: Omit<RunResult['target'], 'url' | 'builtIn'>;
  /** The options that the user gave. */
  readonly options: RunResult['run']['options'];
  readonly requirements: Readonly<Record<string, Requirement>>;
  readonly ambiguities: RunResult['ambiguities'];
  /** What the document asks for and the suite does not cover. @default none */
  readonly notCovered?: readonly string[];
  /** Known deviations that must not fail the run. */
  readonly waivers?: WaiverRules;
  readonly exitRules: Pick<ExitRules, 'allowIncomplete' | 'strict'>;
}

/** What a result needs to know of a run's options. */
export interface ResultOptions {
  readonly catalogue: Catalogue;
  /** Ids of the cases that were to be sent; undefined for all. */
  readonly selected?: ReadonlySet<string>;
  readonly target: {
    readonly url: string;
    readonly builtIn: boolean;
    readonly values: Readonly<Record<string, string>>;
    readonly connection: Connection;
    readonly insecure: boolean;
  };
  readonly states: { readonly driver: { readonly name: string } };
  readonly consent: Consent;
  readonly credential: { readonly name: string; readonly otherSecrets?: readonly Secret[] };
  readonly report: ReportOptions;
  readonly signal: AbortSignal;
}

/** The run's result, secrets removed, everything in catalogue order. */
export async function assembleResult(options: ResultOptions, raw: RawRun): Promise<RunReport> {
  const { catalogue, target, report } = options;
  const secrets = new Secrets(options, raw);
  const { redactor } = secrets;
  const evidence = new EvidenceRecorder(catalogue, redactor);
  const curl = { insecure: target.insecure, options: target.connection.curl };
  // The run has ended: a signal from here on does not interrupt it.
  const { aborted: interrupted, reason } = options.signal;
  const cases: CaseResult[] = [];
  for (const item of catalogue.cases) {
    const outcome = raw.outcomes.get(item.id);
    cases.push(caseResult(item, outcome, { secrets, evidence, curl }));
    if (outcome) await turn();
  }
  for (const { item, outcome } of raw.unplanned)
    cases.push({ ...caseResult(item, outcome, { secrets, evidence, curl }), unplanned: true });
  const found: RunFindings = {
    cases,
    findings: [...raw.findings, ...(report.notCovered ?? []).map(notCoveredNote)].map((finding) =>
      recordFinding(finding, redactor),
    ),
  };
  const {
    conclusion,
    operations,
    coverage,
    requirements,
    causes,
    cases: evaluated,
    ...ofRun
  } = evaluateRun({
    found,
    operations: operationFacts(catalogue),
    documented: documentedStatuses(catalogue),
    requirements: report.requirements,
    waivers: redactor.deepRedact(report.waivers),
    exitRules: {
      ...report.exitRules,
      selection: options.selected !== undefined,
      interrupted,
      ...(reason instanceof SuiteError && { interruptedBy: reason }),
    },
  });
  const result: RunResult = {
    formatVersion: 2,
    suite: report.suite,
    target: { ...report.target, url: redactor.redact(target.url), builtIn: target.builtIn },
    run: { ...runFacts(options, raw, redactor), ...ofRun },
    conclusion,
    operations,
    coverage,
    requirements,
    ambiguities: report.ambiguities,
    causes,
    cases: evaluated,
  };
  return { result, leak: redactor.found };
}

const notCoveredNote = (what: string): Finding => ({
  check: 'document',
  severity: 'note',
  message: `The document has something that the suite does not cover: ${what}.`,
});

/** What the result says of the run itself, apart from what was concluded. */
function runFacts(
  { report, consent, states, target, catalogue: { scope } }: ResultOptions,
  raw: RawRun,
  redactor: Redactor,
) {
  return {
    startedAt: raw.startedAt.toISOString(),
    durationMs: Math.round(raw.durationMs),
    options: redactor.deepRedact(report.options),
    consent,
    ...(scope && { scope }),
    driver: redactor.redact(states.driver.name),
    insecure: target.insecure,
    ...(raw.preflight.length > 0 && { preflight: redactor.deepRedact(raw.preflight) }),
    ...(raw.created.length > 0 && { created: redactor.deepRedact(raw.created) }),
    leftBehind: raw.leftBehind.map(({ reason, ...left }) => ({
      ...redactor.deepRedact(left),
      reason: recordReason(reason, redactor),
    })),
    ...(raw.stopped !== undefined && { stopped: raw.stopped }),
  };
}

/** What recording a case needs to know of its run. */
interface Recording {
  readonly secrets: Secrets;
  readonly evidence: EvidenceRecorder;
  readonly curl: CurlOptions;
}

function caseResult(
  item: Case,
  outcome: CaseOutcome | undefined,
  { secrets, evidence, curl }: Recording,
): CaseResult {
  const facts = caseFacts(item);
  if (!outcome) return { ...facts, verdict: 'not-selected', findings: [], exchanges: [], durationMs: 0 };
  const { redactor } = secrets;
  const exchanges = outcome.exchanges.map((exchange) =>
    recordExchange(secrets.withoutShort(exchange, item.request.credentialPlace), redactor, curl),
  );
  const recorded = evidence.of(outcome, exchanges);
  return detached({
    ...facts,
    verdict: outcome.verdict,
    ...(outcome.reason !== undefined && { reason: recordReason(outcome.reason, redactor) }),
    ...(outcome.testableBy !== undefined && { testableBy: outcome.testableBy }),
    findings: outcome.findings.map((finding) => recordFinding(finding, redactor)),
    exchanges,
    ...(recorded && { evidence: recorded }),
    durationMs: rounded(outcome.durationMs),
  });
}

const rounded = (ms: number): number => Math.round(ms * 10) / 10;

/** A secret too short to be searched for everywhere, and the long value that replaces it in its header. */
interface ShortSecret {
  readonly value: string;
  readonly standIn: string;
  /** Its header, or undefined for the place of the case's credential. */
  readonly header: string | undefined;
}

/**
 * The credentials of the run, and the secrets of its connection. Credentials are named in the order in which the
 * catalogue's cases used them, so that two runs give the same names in spite of the order of set-ups.
 */
class Secrets {
  readonly redactor: Redactor;
  readonly #short: ShortSecret[] = [];

  constructor(
    { catalogue, target: { values, connection }, credential: { name, otherSecrets = [] } }: ResultOptions,
    { outcomes, credentials, renewed }: RawRun,
  ) {
    const places = placesIn(catalogue);
    const used = catalogue.cases
      .filter(({ request }) => request.credential === 'valid' || request.credential === 'expired')
      .flatMap(
        ({ id }) => outcomes.get(id)?.exchanges.map((exchange) => exchange.values[credentialValue]) ?? [],
      );
    const ordered = [values[credentialValue], ...renewed, ...used, ...[...credentials].toSorted()];
    const distinct = new Set(ordered.filter((value) => value !== undefined));
    distinct.delete('');
    const credentialSecrets = [...distinct].flatMap((value, index): ConnectionSecret[] => {
      const variable = index === 0 ? name : `${name}_${index + 1}`;
      const parts = [...partsOfToken(value), ...places.flatMap((place) => longSpellings(place, value))];
      return [
        { name: variable, value },
        ...parts.map((part) => ({ name: `${variable}_${part.kind}`, value: part.value })),
      ];
    });
    this.redactor = createRedactor(
      [...credentialSecrets, ...connection.secrets, ...otherSecrets].map((secret) => this.#sought(secret)),
    );
  }

  #sought({ name, value, header }: ConnectionSecret): Secret {
    if (value.length >= minSecretLength) return { name, value };
    const standIn = randomUUID();
    this.#short.push({ value, standIn, header });
    return { name, value: standIn };
  }

  withoutShort(exchange: Exchange, place: CredentialPlace | null): Exchange {
    let { request } = exchange;
    for (const { value, standIn, header } of this.#short) {
      if (header !== undefined)
        request = {
          ...request,
          headers: request.headers.map(([name, text]): [string, string] => [
            name,
            name === header && text === value ? standIn : text,
          ]),
        };
      else if (place) request = replaceToken(request, place, value, standIn);
    }
    return { ...exchange, request };
  }
}

/** Every place in which cases hold the credential. */
function placesIn({ cases }: Catalogue): CredentialPlace[] {
  const found = new Map<string, CredentialPlace>();
  for (const { request } of cases) {
    const place = request.credentialPlace;
    if (place) found.set(`${place.in} ${place.form} ${place.name}`, place);
  }
  return [...found.values()];
}

const longSpellings = (place: CredentialPlace, token: string) =>
  spellingsOf(place, token).filter(({ value }) => value.length >= minSecretLength);

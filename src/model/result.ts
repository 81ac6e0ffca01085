/**
 * The data a run yields: what the JSON report holds (decision 0006) and every reporter reads.
 * Types only: they have no behaviour.
 */

import type { Json } from './json.ts';
import type { ProviderState } from './provider-state.ts';
import type { CaseEvidence, RecordedExchange } from './recorded-exchange.ts';
import type { WaiverResult } from './waiver.ts';

export type {
  CaseEvidence,
  RecordedBody,
  RecordedExchange,
  RecordedFailure,
  RecordedRequest,
  RecordedResponse,
} from './recorded-exchange.ts';
export type { Waiver, WaiverProblem, WaiverResult } from './waiver.ts';

/** What a check says of an answer. Only a `deviation` makes a case deviate. */
export type Severity = 'deviation' | 'warning' | 'note';

/** The verdict of a case (decision 0001). */
export type Verdict =
  | 'conforms'
  | 'tolerated'
  | 'deviates'
  | 'not-exercised'
  | 'not-consented'
  | 'inconclusive'
  | 'errored'
  | 'not-selected';

export type Conclusion = 'conformant' | 'incomplete' | 'deviates';
export type CoverageVerdict = 'conforms' | 'deviates' | 'incomplete' | 'excluded';

/**
 * What sending a case can do to the target (decision 0033): nothing; change it only if it deviates; change it also if it
 * conforms; or, if the case is accepted, rightly or not, make something or remove something.
 */
export type Risk = 'none' | 'if-deviant' | 'change' | 'create' | 'destroy';

/** What the user allows on a resource that is not isolated (decision 0004). */
export type Consent = 'observe' | 'reject' | 'change' | 'destroy';

/** A documented status that a case accepts beside the expected one, and the ambiguity that allows it. */
export interface Tolerance {
  readonly status: number;
  readonly ambiguity: string;
  /** Set where the reference states this status as much as the expected one: then the answer conforms. */
  readonly equal?: true;
}

/** What is known of a case before it is sent. */
export interface CaseFacts {
  readonly id: string;
  readonly operationId: string;
  /** The documented status the case is about. */
  readonly status: number;
  readonly title: string;
  /**
   * What the request is about, in words that fit before "is accepted" or "is refused": the kind of its fault, or what it
   * meets. Cases of one kind have the same words, and only these may have one cause.
   */
  readonly subject?: string;
  /** True if the request asks for an action that no service has. */
  readonly unknownAction?: boolean;
  readonly requirements: readonly string[];
  readonly risk: Risk;
  readonly expect: number;
  readonly tolerates: readonly Tolerance[];
  readonly states: readonly ProviderState[];
}

export interface Finding {
  /** Id of the check that speaks. */
  readonly check: string;
  readonly severity: Severity;
  /** Id of the requirement concerned, where one is known. */
  readonly requirement?: string;
  /** Where in the answer: `status`, `header Content-Type`, or a JSON pointer into the body. */
  readonly location?: string;
  /** This and `actual` are whole as a check gives them, and cut in a report. */
  readonly expected?: string;
  readonly actual?: string;
  readonly message: string;
  /** The member that is not there, where the deviation is nothing else. */
  readonly missing?: string;
  /** Number of the entry of `run.waivers` that waives this deviation. */
  readonly waiver?: number;
  /** Id of the cause that this deviation is of. */
  readonly cause?: string;
}

export interface CaseResult extends CaseFacts {
  readonly verdict: Verdict;
  /** Why the verdict is what it is, where findings do not say it. */
  readonly reason?: string;
  /** What would make a case testable that was not. */
  readonly testableBy?: string;
  /** True for a case that is not in the catalogue and was not sent: another case met the answer that shows it. */
  readonly unplanned?: true;
  /**
   * True for a request that was refused as expected, where the valid request that it differs from was not accepted in the
   * run: it may have been refused for another reason.
   */
  readonly baseUnproven?: true;
  /** Set when waivers cover every deviation of the case: their reasons. */
  readonly waived?: string;
  readonly findings: readonly Finding[];
  readonly exchanges: readonly RecordedExchange[];
  /** Absent where nothing was sent. */
  readonly evidence?: CaseEvidence;
  readonly durationMs: number;
}

/** Deviations with the same expectation, the same answer and the same reason: one fault of the target. */
export interface Cause {
  readonly id: string;
  /** The fault in words, with the number of cases. */
  readonly headline: string;
  /** This, `expected` and `actual` are those of its first deviation. */
  readonly check: string;
  readonly expected?: string;
  readonly actual?: string;
  readonly requirement?: string;
  /** Ids of its cases, in catalogue order. */
  readonly cases: readonly string[];
  /** Ids of cases that say nothing while this is so: the operation seems to be absent. */
  readonly masks?: readonly string[];
}

export interface CoverageRow {
  readonly operationId: string;
  readonly status: number;
  readonly verdict: CoverageVerdict;
  /** Number of cases by verdict; verdicts without a case are absent. */
  readonly cases: Readonly<Partial<Record<Verdict, number>>>;
  /** Why it is incomplete, or why no request and no state can exercise it. */
  readonly reason?: string;
  /** Where the document, or what it was written from, states the code. */
  readonly citation?: string;
}

/** An operation of the run: what the document calls it, and its conclusion. */
export interface OperationResult {
  readonly operationId: string;
  readonly title: string;
  /** Its first tag; absent where the document gives none. */
  readonly tag?: string;
  readonly conclusion: Conclusion;
  /** Number of its documented codes by verdict. */
  readonly codes: Readonly<Record<CoverageVerdict, number>>;
}

/** The part of the document's operations that a run was about (`--operation`). */
export interface RunScope {
  /** Operation ids and tags, as given. */
  readonly names: readonly string[];
  /** Number of operations that the document has in all. */
  readonly of: number;
}

/** A requirement or an ambiguity, as reports cite it. */
export interface Statement {
  readonly statement: string;
  /** `must` or `should`; an ambiguity has `ambiguity`. */
  readonly strength: 'must' | 'should' | 'ambiguity';
  /** What gives the statement its force, such as `faults`, `example` or `RFC 9110`. */
  readonly authority: string;
  readonly citation: string;
  /** Whether this run has shown it; absent for ambiguities. */
  readonly verdict?: CoverageVerdict;
}

/** What was read of the user's own values before any case was sent, and what it says of them. */
export interface PreflightAnswer {
  readonly what: string;
  readonly method: string;
  readonly url: string;
  /** Absent where there was no answer. */
  readonly status?: number;
  /** `unclear`: the answer says nothing of the value. A value that cannot be used ends the run before it begins. */
  readonly verdict: 'usable' | 'unclear';
}

/** What an accepted answer says was made (decision 0034). */
export interface CreatedResource {
  /** What it is, such as the path parameter that names it. */
  readonly kind: string;
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** Absent for what is left behind. */
  readonly removedAt?: string;
}

/** What a run made on the target and did not remove. */
export interface LeftBehind {
  readonly caseId: string;
  /** The created resource, or what could not be torn down. */
  readonly what: string;
  readonly reason: string;
}

export interface RunResult {
  readonly formatVersion: 2;
  readonly suite: {
    readonly name: string;
    readonly version: string;
    readonly specification: {
      readonly title: string;
      readonly version: string;
      readonly sha256: string;
      /** What the document is written in, such as `OpenAPI 3.0.3`. */
      readonly format?: string;
    };
  };
  readonly target: {
    readonly url: string;
    readonly apiVersion: string;
    readonly accountId: string | null;
    /** True when the target was the built-in reference implementation. */
    readonly builtIn: boolean;
  };
  readonly run: {
    readonly startedAt: string;
    readonly durationMs: number;
    /** The options as given, secrets removed. */
    readonly options: Readonly<Record<string, Json>>;
    readonly consent: Consent;
    /** Absent where the run was about every operation of the document. */
    readonly scope?: RunScope;
    /** Name of the driver that set provider states up. */
    readonly driver: string;
    /** True when certificates were not verified. */
    readonly insecure: boolean;
    /** Absent where nothing was tried. */
    readonly preflight?: readonly PreflightAnswer[];
    /** What accepted answers say was made, in that order; absent where nothing was. */
    readonly created?: readonly CreatedResource[];
    readonly leftBehind: readonly LeftBehind[];
    /** Findings about the run as a whole. */
    readonly findings: readonly Finding[];
    /** The waivers given, in their order; absent when there were none to read. */
    readonly waivers?: readonly WaiverResult[];
    /** Set when the run ended before every case was reached. */
    readonly stopped?: string;
    readonly exitCode: number;
  };
  readonly conclusion: Conclusion;
  /** In document order. */
  readonly operations: readonly OperationResult[];
  readonly coverage: readonly CoverageRow[];
  readonly requirements: Readonly<Record<string, Statement>>;
  readonly ambiguities: Readonly<Record<string, Statement>>;
  /** The deviations of the cases by cause, the worst first. */
  readonly causes: readonly Cause[];
  /** In catalogue order, which is not the order of sending; then those that were met on the way. */
  readonly cases: readonly CaseResult[];
}

import type { Case } from '../catalogue/case.ts';
import type { ShownItem } from '../checks/relations.ts';
import type { Exchange } from '../model/exchange.ts';
import type {
  CaseEvidence,
  CreatedResource,
  Finding,
  LeftBehind,
  PreflightAnswer,
  Verdict,
} from '../model/result.ts';
import type { Judgement } from './judge.ts';
import type { KeptFinding } from './record.ts';

/** What an answer shows that relations compare with other answers. */
export interface Shown {
  readonly items: readonly ShownItem[];
  /** Answers are compared on one set-up only: on another, the same id may be of something else. */
  readonly setUp: object;
  /** When the request was sent, and when the answer was complete, in milliseconds. */
  readonly from: number;
  readonly to: number;
}

/** What became of a case, before it is recorded. */
export interface CaseOutcome {
  readonly verdict: Verdict;
  readonly reason?: string;
  readonly testableBy?: string;
  readonly findings: readonly KeptFinding[];
  readonly exchanges: readonly Exchange[];
  readonly durationMs: number;
  /** What the verdict would be if throttling were no excuse. */
  readonly verdictIfFinal?: Judgement;
  /** Set where the verdict follows from the last exchange; see `CaseEvidence`. */
  readonly judged?: NonNullable<CaseEvidence['judged']>;
  readonly shown?: Shown;
}

/** A case that was not sent itself: another case met the answer that shows it. */
export interface UnplannedCase {
  readonly item: Case;
  readonly outcome: CaseOutcome;
}

/** What a run gives before it is recorded and evaluated. */
export interface RawRun {
  readonly outcomes: ReadonlyMap<string, CaseOutcome>;
  readonly preflight: readonly PreflightAnswer[];
  readonly unplanned: readonly UnplannedCase[];
  readonly findings: readonly Finding[];
  readonly created: readonly CreatedResource[];
  readonly leftBehind: readonly LeftBehind[];
  /** Every credential that a provider state gave. */
  readonly credentials: ReadonlySet<string>;
  /** The credentials that replaced the run's own, in their order. */
  readonly renewed: readonly string[];
  readonly startedAt: Date;
  readonly durationMs: number;
  /** Why the run ended early. */
  readonly stopped?: string;
}

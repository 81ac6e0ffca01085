import type { Blamed, HeaderList } from './exchange.ts';

/** Exchanges as the JSON report has them. */

/** A body as a report keeps it: digest and length of the whole, text up to a stated size. */
export interface RecordedBody {
  /** Length of the whole body in bytes, before truncation and redaction. */
  readonly bytes: number;
  /**
   * Digest of the bytes sent or received, in hexadecimal; where a secret was replaced, of the body with the name in its
   * place.
   */
  readonly sha256: string;
  readonly encoding: 'utf8' | 'base64';
  /** Empty for an answer that is not text. */
  readonly text: string;
  readonly truncated: boolean;
  /** Digest of `text` itself, in hexadecimal, where `sha256` is of other bytes: the text is cut, or is base64. */
  readonly textSha256?: string;
}

export interface RecordedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: HeaderList;
  readonly body: RecordedBody | null;
}

export interface RecordedResponse {
  readonly status: number;
  readonly statusText: string;
  readonly httpVersion: string;
  readonly headers: HeaderList;
  readonly body: RecordedBody | null;
  /** True where a name stands for a secret in the header fields or in the body. */
  readonly redacted?: true;
}

/** Whose doing it is that there is no complete answer, and what of the answer is lost. */
export interface RecordedFailure {
  readonly blame: Blamed['blame'];
  /** `exchange`: there is no usable answer. `body`: status and header fields are usable. */
  readonly of: 'exchange' | 'body';
}

export interface RecordedExchange {
  readonly request: RecordedRequest;
  readonly response?: RecordedResponse;
  /** Why there is no (complete) response. */
  readonly error?: string;
  /** More of `error`, to judge the exchange again by. */
  readonly failure?: RecordedFailure;
  /** A bash line that sends the request again; secrets stand in it as variables. */
  readonly curl: string;
  /** 1 for the first time the case was sent. */
  readonly attempt: number;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
}

/** What it takes to judge a case again from its exchanges (decision 0046). */
export interface CaseEvidence {
  /** Digest of the exchanges as the report has them, in hexadecimal. */
  readonly sha256: string;
  /**
   * Set where the verdict follows from the last exchange: as its answer, or as a throttle's that the operation gave to every
   * request. Absent where the run had another reason.
   */
  readonly judged?: 'answer' | 'throttle';
  /** What the last request was made with, apart from the credential. Absent if a secret is among it. */
  readonly values?: Readonly<Record<string, string>>;
  /** Number of the set-up on which the answer was compared with those of other cases. */
  readonly comparedOn?: number;
}

/** A header list keeps order, case and repetition. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

/** Something that went wrong, and who is to blame: `target` deviates; `suite` is a limit or an error of the suite. */
export interface Blamed {
  readonly blame: 'target' | 'suite';
  readonly message: string;
}

/** What the transport met, in the terms of HTTP. `src/http/failure.ts` has the words for each. */
export type FailureCode =
  | 'request-unsendable'
  | 'stopped'
  | 'not-reached'
  | 'no-resource'
  | 'proxy'
  | 'certificate-not-accepted'
  | 'client-certificate-refused'
  | 'connection-refused'
  | 'closed-while-idle'
  | 'closed-without-answer'
  | 'closed-within-head'
  | 'closed-within-body'
  | 'head-too-long'
  | 'not-http'
  | 'other-version'
  | 'other-protocol'
  | 'protocol-changed'
  | 'transfer-encoding'
  | 'bytes-before-request'
  | 'bytes-after-answer'
  | 'connection-out-of-step'
  | 'end-unknown'
  | 'timeout'
  | 'no-answer';

/** Why there was no usable answer. A failure of the transport has a code, for those who put it into other words. */
export interface Failure extends Blamed {
  readonly code?: FailureCode;
  /** What the code leaves open, such as the error of the system. */
  readonly detail?: string;
}

/** A connection and the requests that it carried. */
export interface SharedConnection {
  /**
   * Bytes from the target that answered no request, as far as is known by now. If there are any, each answer on the
   * connection may belong to another request on it.
   */
  readonly unasked: number;
}

/** One exchange as it happened: the bytes themselves, before redaction. Never leaves the process. */
export interface Exchange {
  readonly request: {
    readonly method: string;
    /** Absolute; path and query exactly as they stood in the request line. */
    readonly url: string;
    /** Every header field as sent, `Host` and `Connection` included. */
    readonly headers: HeaderList;
    readonly body: Uint8Array | null;
  };
  readonly response?: {
    readonly status: number;
    readonly statusText: string;
    readonly httpVersion: string;
    /** Every header field as received. */
    readonly headers: HeaderList;
    /** The content after `Content-Encoding` was undone; empty when there was none. */
    readonly body: Uint8Array;
    /** Set when only the beginning of the content is kept: what is to be known of all of it. */
    readonly whole?: { readonly bytes: number; readonly sha256: string; readonly utf8: boolean };
    /** Set when the content could not be had whole: cut off or encoded wrongly by the target, or too long for us. */
    readonly incomplete?: Failure;
  };
  /** Set when there was no usable answer. */
  readonly failure?: Failure;
  /** The connection, where it carried other requests, too. */
  readonly connection?: SharedConnection;
  /** Path parameters and credential the request was made with, by name. */
  readonly values: Readonly<Record<string, string>>;
  readonly attempt: number;
  readonly startedAt: string;
  readonly durationMs: number;
}

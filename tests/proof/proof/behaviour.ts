import type { Consent } from '../../../src/model/result.ts';
import type { Reference, ReferenceOptions } from '../../../src/reference/index.ts';

/** A request as it came over the wire. */
export interface Asked {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Headers;
  readonly body: Buffer;
}

export type HeaderLines = readonly (readonly [name: string, value: string])[];

/** An answer before it goes out. */
export interface Answer {
  readonly status: number;
  /** @default the usual one */
  readonly phrase?: string;
  readonly headers: HeaderLines;
  readonly body: Buffer;
}

/** No answer at all: the connection stays open without a byte, or is closed. */
export type Nothing = 'silence' | 'close';

/** What goes over the wire, piece by piece; the connection is kept unless a row says otherwise. */
export interface Wired {
  readonly pieces: readonly (string | Uint8Array)[];
  readonly end?: 'close' | 'reset';
}

/** How a provider differs from the reference implementation. */
export interface Behaviour {
  /** What the reference implementation is asked in place of the request. */
  ask?(asked: Asked): Asked;
  /** What is answered in place of its answer. */
  answer?(answer: Answer, asked: Asked): Answer | Nothing | Promise<Answer | Nothing>;
  /** The bytes of the answer, where they are not those of plain HTTP/1.1. */
  wire?(answer: Answer, asked: Asked): Wired | undefined;
}

/** Makes the behaviour of one run, so that what it counts begins anew. It may ask the reference on its own account. */
export type Make = (reference: Pick<Reference, 'fetch' | 'defaults'>) => Behaviour;

/** A provider of the proof. */
export interface Provider {
  /** In lower case with hyphens; unique. */
  readonly name: string;
  /** What it does, in one sentence. */
  readonly sentence: string;
  readonly make: Make;
  /**
   * Set when it differs only where the reference implementation answers an action with this status. No other case
   * can tell, so no other is sent.
   */
  readonly touches?: number;
  /** The operations whose cases are sent. @default the deepest alone */
  readonly operations?: readonly string[];
  /** Ids of the cases that can tell, where not all of the operations can: no others are sent. */
  readonly cases?: readonly string[];
  /** Where the suite is not run as usual. */
  readonly terms?: Terms;
}

/** How the suite is run. */
export interface Terms {
  /** True: without provider states, on one given instance. @default false */
  readonly given?: boolean;
  /** @default 120 s */
  readonly timeoutMs?: number;
  /** One by one, for a provider that counts requests. @default false */
  readonly inOrder?: boolean;
  /** @default 0 */
  readonly maxWaitS?: number;
  /** @default `reject` for the deepest operation; `destroy` for others, some of which would make and remove things */
  readonly consent?: Consent;
  /** Of the reference implementation that it differs from. */
  readonly reference?: ReferenceOptions;
  /** Sets states up over HTTP, and changes the body of each answer. */
  readonly stateAnswer?: (body: string) => string;
}

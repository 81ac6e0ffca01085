import type { Json } from '../model/json.ts';
import type { Consent } from '../model/result.ts';

/**
 * The options of a run, with the names, values and defaults of the config file. No variable and no config file is read.
 * `clouddb-conformance run --help` describes each.
 */
export interface TargetOptions {
  /** Root of the API under test, without the version. @default the built-in reference implementation */
  readonly target?: string;
  /** Contract version, the first path segment. @default 'v1.0' */
  readonly apiVersion?: string;
  /** Account the requests are made for. */
  readonly account?: string;
  /** Token of that account. The result does not hold it. */
  readonly token?: string;
  /** File to read the token from. */
  readonly tokenFile?: string;
  /** How the token is obtained, as in the config file. */
  readonly auth?: Readonly<Record<string, Json>>;
  /** An existing instance, and its datastore: `mysql:5.6`. */
  readonly instance?: string;
  readonly datastore?: string;
  /** Certificate authorities, client certificate and key: PEM files. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly keyPassphrase?: string;
  /** Do not verify the certificate of the target. @default false */
  readonly insecure?: boolean;
  /** Header fields for every request, `Name: value`; secrets unless named by `publicHeader`. */
  readonly header?: readonly string[];
  readonly publicHeader?: readonly string[];
  /** Values for states that the target is in already, by state name. */
  readonly stateValues?: Readonly<Record<string, Json>>;
  /** Seconds for one set-up. @default 600 */
  readonly stateTimeout?: number;
  /** Set-ups at a time. @default 4 */
  readonly stateConcurrency?: number;
  /** A separate set-up for each case. @default false */
  readonly fresh?: boolean;
  /** Leave the one selected state set up. @default false */
  readonly keep?: boolean;
  /** Operation ids and tags: the operations that the run is about. @default all of the document */
  readonly operation?: readonly string[];
  /** Patterns of case ids, or statuses: the cases to send, and those to leave out. */
  readonly only?: readonly (string | number)[];
  readonly skip?: readonly (string | number)[];
  /** One part of the cases: `1/4` is the first of four. */
  readonly shard?: string;
  /** What may be sent to an instance that is not isolated. @default 'reject' */
  readonly consent?: Consent;
  /** Requests at a time. @default 8 */
  readonly concurrency?: number;
  /** `5/s` or `90/m`. */
  readonly rate?: string;
  /** Do not try the own values by reading them first. @default false */
  readonly noPreflight?: boolean;
  /** Harmless requests that may be sent to reach the rate limit. @default 0 */
  readonly burst?: number;
  /** Milliseconds to the complete answer. @default 30000 */
  readonly timeout?: number;
  /** Seconds for the whole run. @default 1800 */
  readonly maxTime?: number;
  /** Seconds to wait for the target's throttle while no case is answered. @default 120 */
  readonly maxWait?: number;
  /** Seconds to wait for the target to answer at all. @default 0 */
  readonly wait?: number;
  /** File of known deviations. */
  readonly waivers?: string;
  /** Documented statuses that may stay unshown; `operation/status` for one of one operation. */
  readonly allowIncomplete?: readonly (number | string)[];
  /** Warnings change the exit code. @default false */
  readonly strict?: boolean;
  /** Another OpenAPI document. */
  readonly spec?: string;
  /** Files, folders, and beginnings of URLs from which that document may take parts, beside its own folder. */
  readonly specAllow?: readonly string[];
  /** Accept a token under 8 characters. @default false */
  readonly allowShortSecrets?: boolean;
}

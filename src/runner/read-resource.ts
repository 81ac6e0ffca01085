import { setTimeout as delay } from 'node:timers/promises';
import { jsonValue } from '../checks/json-body.ts';
import type { ResourceKind } from '../checks/resource.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Operation } from '../openapi/operations.ts';
import type { Values } from '../provider-states/driver.ts';
import { isSuccess } from '../util/status-class.ts';
import { noteRepeatable } from './answered-requests.ts';
import type { RunContext } from './context.ts';
import type { RunOptions } from './options.ts';
import { buildRequest } from './request.ts';
import { askedPauseMs, mayBeThrottle } from './throttling.ts';

/** Longest body of a read, in bytes, unless it says otherwise: several may be in flight. */
const longestReading = 1024 ** 2;

/** A GET of the target beside the cases: safe by RFC 9110 section 9.2.1. */
export interface Read {
  /** Path template. */
  readonly path: string;
  /** With its question mark. @default none */
  readonly query?: string;
  readonly operation: Operation;
  readonly values: Values;
  /** Longest body that is read, in bytes. @default 1 MiB */
  readonly maxBodyBytes?: number;
  /** True to read with the run's own credential, which is renewed when it has expired. @default false */
  readonly own?: boolean;
  /** False to leave the credential out. @default true */
  readonly withCredential?: boolean;
}

/** The request of a read; undefined where a value is missing. */
export function readRequest(
  { url, userAgent }: Pick<RunOptions['target'], 'url' | 'userAgent'>,
  { path, query = '', operation, values, withCredential = true }: Read,
) {
  const request = {
    method: 'GET',
    path,
    parameters: {},
    credential: withCredential ? 'valid' : 'absent',
    credentialPlace: operation.credential?.place ?? null,
    accept: 'application/json',
    contentType: null,
    body: null,
  } as const;
  const built = buildRequest({ request }, url, values, userAgent);
  if (built.kind !== 'request') return undefined;
  // The credential may stand in the query.
  const own = built.request.url.includes('?') ? query.replace('?', '&') : query;
  return { ...built.request, url: built.request.url + own };
}

/** What a read that is not about a case expects. */
const expected = { expect: 200, tolerates: [] };

/** The last exchange of a read, after a renewal and the throttle; undefined where nothing was sent. */
export async function readExchange(context: RunContext, read: Read): Promise<Exchange | undefined> {
  const { renewal } = context;
  if (!read.own) return readOnce(context, read);
  await renewal.ifExpired();
  const present = () => ({ ...read, values: { ...read.values, ...renewal.values } });
  const exchange = await readOnce(context, present());
  if (!exchange || read.withCredential === false) return exchange;
  const refusal = await renewal.after(exchange, read.operation, expected);
  return refusal.kind === 'renewed' ? readOnce(context, present()) : exchange;
}

async function readOnce(context: RunContext, read: Read): Promise<Exchange | undefined> {
  const { gate, wire, signal, options } = context;
  const request = readRequest(options.target, read);
  for (let attempt = 1; request && !signal.aborted; attempt += 1) {
    // A stopped run reads nothing more.
    const passage = await gate.pass().catch(() => undefined);
    if (!passage) break;
    const sent = await wire.send(
      { ...request, fresh: false, maxBodyBytes: read.maxBodyBytes ?? longestReading },
      { attempt, signal },
    );
    const exchange = sent.at(-1);
    if (!exchange || !mayBeThrottle(exchange, read.operation)) {
      if (exchange?.response) {
        gate.answered(passage);
        noteRepeatable(context, request, exchange);
      }
      return exchange;
    }
    if (gate.pause(askedPauseMs(exchange), passage) === undefined) return exchange;
  }
  return undefined;
}

/** Between two reads of a resource that is not at rest, in milliseconds. */
export const pollMs = 1000;

/** Waits for the next one; no longer than the run goes on. `--max-wait` is about throttles, and does not shorten it. */
export const untilNextRead = (signal: AbortSignal): Promise<void> =>
  delay(pollMs, undefined, { signal }).catch(() => undefined);

/** The status that a resource shows if it can be used for nothing in it; undefined where it is at rest. */
export function busyStatus(kind: ResourceKind, body: unknown): string | undefined {
  const status = kind.status(body);
  return kind.busy.find((one) => one === status);
}

/** What a read was answered. */
export interface ReadAnswer {
  readonly status: number | undefined;
  /** JSON of a success. */
  readonly body: unknown;
  /** Why the suite did not read the body: a limit of its own. */
  readonly unread?: string;
}

export function answerOf(exchange: Exchange | undefined): ReadAnswer {
  const response = exchange?.response;
  if (!exchange || !response || !isSuccess(response.status))
    return { status: response?.status, body: undefined };
  const { status } = response;
  const body = jsonValue({ response });
  if (body.kind === 'json') return { status, body: body.value };
  return { status, body: undefined, ...(body.kind === 'unread' && { unread: body.why }) };
}

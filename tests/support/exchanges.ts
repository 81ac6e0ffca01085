import type { AnsweredExchange, JudgedCase } from '../../src/checks/check.ts';
import type { Blamed, HeaderList } from '../../src/model/exchange.ts';
import type { Json } from '../../src/model/json.ts';
import type { Finding } from '../../src/model/result.ts';

/** An answer as the transport gives it, for tests of whatever judges one. */
export interface Answer {
  readonly status?: number;
  readonly headers?: HeaderList;
  /** Text as it is; anything else as JSON. */
  readonly body?: Json | Uint8Array;
  /** Text alone is the target's doing. */
  readonly incomplete?: string | Blamed;
  /** The request's. */
  readonly method?: string;
  readonly asked?: Json;
  readonly url?: string;
  readonly values?: Readonly<Record<string, string>>;
}

export const json: HeaderList = [['Content-Type', 'application/json']];

export function answered(answer: Answer): AnsweredExchange {
  const { status = 202, headers = json, body = '', method = 'POST', asked = null, values = {} } = answer;
  const { url = 'http://target/x' } = answer;
  return {
    request: { method, url, headers: [], body: asked === null ? null : bytesOf(asked) },
    response: {
      status,
      statusText: 'None',
      httpVersion: '1.1',
      headers,
      body: bytesOf(body),
      ...(answer.incomplete !== undefined && { incomplete: blamed(answer.incomplete) }),
    },
    values,
    attempt: 1,
    startedAt: '2026-11-23T10:00:00.000Z',
    durationMs: 1,
  };
}

const blamed = (incomplete: string | Blamed): Blamed =>
  typeof incomplete === 'string' ? { blame: 'target', message: incomplete } : incomplete;

function bytesOf(body: Json | Uint8Array): Uint8Array {
  if (body instanceof Uint8Array) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

/** A case that expects the status given, about which nothing else is special. */
export function judgedCase(expect: number, different: Partial<JudgedCase> = {}): JudgedCase {
  return {
    id: `upgradeInstance/${expect}/sample`,
    operationId: 'upgradeInstance',
    status: expect,
    title: 'A sample',
    requirements: [`STATUS-${expect}`],
    risk: 'none',
    expect,
    tolerates: [],
    states: [],
    ...different,
  };
}

/** A finding in one line, as tables compare it. */
export const brief = ({ severity, requirement, location }: Finding): string =>
  [severity, requirement ?? 'none', location ?? 'nowhere'].join(' | ');

const links = (path: string): Json => [
  { rel: 'self', href: `https://db.example/v1.0/7/${path}` },
  { rel: 'bookmark', href: `https://db.example/${path}` },
];

export const ids = {
  upgraded: '3f0a1c52-77f1-4b0e-8a64-0d5b9d3e7a10',
  made: '9c1b6e0d-2b56-4a38-9f0e-5c7a4c1f2e11',
} as const;

export const upgradeAsked: Json = { upgrade: { datastore_type: 'mysql', datastore_version: '5.7' } };

/** The instance of a conforming 202 answer, every documented member there. */
export function acceptedInstance(): { [name: string]: Json } {
  return {
    id: ids.made,
    name: 'orders',
    status: 'BUILD',
    created: '2026-11-23T10:00:00Z',
    updated: '2026-11-23T10:00:00Z',
    hostname: 'orders.db.example',
    flavor: { id: '3', ram: 2048, name: '2GB', links: links('flavors/3') },
    volume: { size: 1 },
    datastore: { type: 'mysql', version: '5.7' },
    replica_of: { id: ids.upgraded, links: links(`instances/${ids.upgraded}`) },
    schedule: { enabled: false },
    available_upgrades: { current_version: 'UNKNOWN', upgrades: [] },
    links: links(`instances/${ids.made}`),
  };
}

/** A copy in which the member at a path (dots between names) is another, or gone when undefined. */
export function altered(value: { [name: string]: Json }, path: string, replacement: Json | undefined): Json {
  const copy: { [name: string]: Json } = structuredClone(value);
  const names = path.split('.');
  const last = names.pop() ?? '';
  let at: Json = copy;
  for (const name of names) at = memberOf(at, name);
  if (typeof at !== 'object' || at === null) throw new Error(`no member ${path}`);
  if (Array.isArray(at)) at.splice(Number(last), 1, ...(replacement === undefined ? [] : [replacement]));
  else if (replacement === undefined) delete at[last];
  else at[last] = replacement;
  return copy;
}

function memberOf(value: Json, name: string): Json {
  if (typeof value !== 'object' || value === null) throw new Error(`no member ${name}`);
  const member = Array.isArray(value) ? value[Number(name)] : value[name];
  if (member === undefined) throw new Error(`no member ${name}`);
  return member;
}

import { randomUUID } from 'node:crypto';
import type { Answer, Received } from './server.ts';

/** The member that names each fault (general page "Faults"). */
export const faultMembers: Readonly<Record<number, string>> = {
  400: 'badRequest',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'itemNotFound',
  405: 'badMethod',
  413: 'overLimit',
  415: 'badMediaType',
  422: 'unprocessableEntity',
  500: 'instanceFault',
  501: 'notImplemented',
  503: 'serviceUnavailable',
};

/** Every status that the upgrade page lists. */
export const documentedStatuses: readonly number[] = [202, ...Object.keys(faultMembers).map(Number)];

const extraHeaders: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  401: { 'WWW-Authenticate': 'X-Auth-Token' },
  405: { Allow: 'POST' },
  413: { 'Retry-After': '1' },
};

const json = (status: number, body: unknown): Answer => ({
  status,
  headers: { 'Content-Type': 'application/json; charset=UTF-8', ...extraHeaders[status] },
  body: JSON.stringify(body),
});

/** The fault answer that the reference describes for a status. */
export const fault = (status: number): Answer =>
  json(status, { [faultMembers[status] ?? 'fault']: { code: status, message: 'As you see.' } });

/** The answer that the reference describes for a status; of a 202, one that fits the request. */
export const correctAnswer = (status: number, request: Received): Answer =>
  status === 202 ? accepted(request) : fault(status);

function accepted({ path, body }: Received): Answer {
  const [, version = 'v1.0', accountId = '1', , source = randomUUID()] = path.split('/');
  const { type, datastoreVersion } = datastoreAsked(body);
  const id = randomUUID();
  const links = (of: string) => [
    { rel: 'self', href: `https://db.example/${version}/${accountId}/${of}` },
    { rel: 'bookmark', href: `https://db.example/${accountId}/${of}` },
  ];
  return json(202, {
    instance: {
      id,
      name: 'upgraded',
      status: 'BUILD',
      created: '2026-11-23T10:00:00Z',
      updated: '2026-11-23T10:00:00Z',
      flavor: { id: '1', ram: 1024, links: links('flavors/1') },
      volume: { size: 2 },
      datastore: { type, version: datastoreVersion },
      replica_of: { id: source, links: links(`instances/${source}`) },
      links: links(`instances/${id}`),
    },
  });
}

const fallback = { type: 'mysql', datastoreVersion: '5.7' };

function datastoreAsked(body: string) {
  try {
    const { datastore_type: type, datastore_version: datastoreVersion } = JSON.parse(body).upgrade;
    const usable = [type, datastoreVersion].every((text) => typeof text === 'string' && text !== '');
    return usable ? { type, datastoreVersion } : fallback;
  } catch {
    return fallback;
  }
}

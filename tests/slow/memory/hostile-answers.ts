import type { Socket } from 'node:net';
import { rawHead } from '../../support/raw.ts';
import { own } from '../../support/run.ts';

/** Writes the answer to a request. */
export type Answer = (socket: Socket, request: string) => void;

const json = 'Content-Type: application/json';

/** One whole answer. */
export const answering =
  (status: string, body: string | Uint8Array, headers: readonly string[] = []): Answer =>
  (socket) => {
    socket.write(rawHead([json, ...headers, `Content-Length: ${Buffer.byteLength(body)}`], status));
    socket.write(body);
  };

/** A text again and again, in no more than so many bytes. */
export const filled = (bytes: number, text: string): string =>
  text.repeat(Math.floor(bytes / Buffer.byteLength(text)));

/** As much as the suite reads of one body, nearly. */
export const longestBody = 125_000;
/** As many header fields as the suite reads of one answer, nearly: 32 KiB in 240 of them. */
export const mostFields: readonly string[] = Array(240).fill(`X-Long: ${'a'.repeat(110)}`);
/** The same number of bytes in few fields, of what reports escape. */
export const longestFields: readonly string[] = Array(3).fill(`X-Long: ${'<'.repeat(10_000)}`);

const instance = JSON.stringify({
  instance: { id: own.instanceId, status: 'ACTIVE', datastore: { type: 'mysql', version: '5.6' } },
});

const refused = answering('404 Not Found', '{"itemNotFound":{"code":404,"message":"There is none."}}');

/** The run's own instance is there; the list of all is as given; every other request is refused. */
export const withList = (list: string): Answer => {
  const listed = answering('200 OK', list);
  const shown = answering('200 OK', instance);
  return (socket, request) => {
    if (/^GET \S*\/instances HTTP/.test(request)) return listed(socket, request);
    if (request.startsWith('GET') && request.includes(`/instances/${own.instanceId} `))
      return shown(socket, request);
    return refused(socket, request);
  };
};

/** Answers with twice as many bytes as were asked with, which the suite reads as well, and never less than so many. */
export const echoing =
  (bytes: number, text: string): Answer =>
  (socket, request) => {
    const length = bytes + 2 * Number(/^content-length: (\d+)/im.exec(request.slice(0, 2000))?.[1] ?? 0);
    answering('400 Bad Request', `[${filled(length, text)}1]`)(socket, request);
  };

/** Throttles every request with a large answer, and asks for no pause. */
export const throttling = (body: string): Answer =>
  answering('429 Too Many Requests', body, ['Retry-After: 0', ...longestFields]);

/** A list of distinct members in one object, of so many bytes. */
export function distinctMembers(bytes: number): string {
  const members = Array.from(
    { length: Math.floor(bytes / 10) },
    (_, at) => `"${at.toString(36).padStart(5, '0')}":1`,
  );
  return `{"instances":[],${members.join(',')}}`;
}

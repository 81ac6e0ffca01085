import { once } from 'node:events';
import { STATUS_CODES } from 'node:http';
import { createServer, type Socket } from 'node:net';
import type { Reference } from '../../../src/reference/index.ts';
import type { Answer, Asked, Behaviour, Wired } from './behaviour.ts';

/**
 * Serves the reference implementation through its `fetch`, altered by a behaviour. HTTP is written by hand, so that a
 * provider can also be wrong below it, and so that methods reach it that Node's server refuses by itself.
 */
export interface Listening {
  /** Root, without a slash at the end. */
  readonly url: string;
  close(): Promise<void>;
}

export async function serve(reference: Pick<Reference, 'fetch'>, behaviour: Behaviour): Promise<Listening> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    converse(socket, reference, behaviour).catch(() => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Answers the requests of one connection, one after the other. */
async function converse(
  socket: Socket,
  reference: Pick<Reference, 'fetch'>,
  behaviour: Behaviour,
): Promise<void> {
  let rest = Buffer.of();
  let chunks: Buffer[] = [];
  for await (const chunk of socket) {
    chunks.push(chunk);
    // Joined once the whole is there, not for each chunk of a long body.
    const length = chunks.reduce((sum, { byteLength }) => sum + byteLength, rest.byteLength);
    if (length < neededBytes(rest)) continue;
    rest = Buffer.concat([rest, ...chunks]);
    chunks = [];
    for (let read = readRequest(rest); read; read = readRequest(rest)) {
      rest = rest.subarray(read.length);
      const answer = await answerTo(read.asked, reference, behaviour);
      if (answer === 'silence') continue;
      if (answer === 'close') socket.destroy();
      else send(socket, behaviour.wire?.(answer, read.asked) ?? plain(answer, read.asked));
    }
  }
}

async function answerTo(asked: Asked, reference: Pick<Reference, 'fetch'>, behaviour: Behaviour) {
  const answer = await askReference(reference, behaviour.ask?.(asked) ?? asked);
  return (await behaviour.answer?.(answer, asked)) ?? answer;
}

/** The reference implementation's own answer. */
export async function askReference(reference: Pick<Reference, 'fetch'>, asked: Asked): Promise<Answer> {
  const { method, path, headers, body } = asked;
  const withBody = body.byteLength > 0 && method !== 'GET' && method !== 'HEAD';
  const request = new Request(`http://${headers.get('host') ?? 'localhost'}${path}`, {
    method,
    headers,
    ...(withBody && { body: new Uint8Array(body) }),
  });
  const response = await reference.fetch(request);
  return {
    status: response.status,
    headers: [...response.headers].map(([name, value]) => [titled(name), value]),
    body: Buffer.from(await response.arrayBuffer()),
  };
}

/** `content-type` as `Content-Type`, the way most servers write it. */
const titled = (name: string) => name.replaceAll(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());

const endOfHead = '\r\n\r\n';

/** The length of the first request; 0 while that cannot be known, so that the next bytes are looked at. */
function neededBytes(bytes: Buffer): number {
  const head = bytes.indexOf(endOfHead);
  if (head < 0) return 0;
  const text = bytes.toString('latin1', 0, head);
  const start = head + endOfHead.length;
  return isChunked(text) ? (chunksIn(bytes, start)?.end ?? 0) : start + contentLength(text);
}

const isChunked = (head: string) => /^transfer-encoding: *chunked/im.test(head);

/** A body in chunks without extensions and trailers, as the suite sends them; undefined while it is not whole. */
function chunksIn(bytes: Buffer, start: number): { body: Buffer; end: number } | undefined {
  const chunks: Buffer[] = [];
  for (let at = start; ; ) {
    const lineEnd = bytes.indexOf('\r\n', at);
    const size = lineEnd < 0 ? Number.NaN : Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    const end = lineEnd + 2 + size + 2;
    if (Number.isNaN(size) || bytes.byteLength < end) return undefined;
    if (size === 0) return { body: Buffer.concat(chunks), end };
    chunks.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = end;
  }
}

const contentLength = (head: string) => Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);

function readRequest(bytes: Buffer): { asked: Asked; length: number } | undefined {
  const length = neededBytes(bytes);
  if (length === 0 || bytes.byteLength < length) return undefined;
  const headEnd = bytes.indexOf(endOfHead);
  const head = bytes.toString('latin1', 0, headEnd);
  const [requestLine = '', ...lines] = head.split('\r\n');
  const start = headEnd + endOfHead.length;
  const body = isChunked(head) ? chunksIn(bytes, start)?.body : bytes.subarray(start, length);
  const [method = '', path = ''] = requestLine.split(' ');
  const headers = new Headers(lines.map((line): [string, string] => split(line, ':')));
  return {
    asked: { method, path, headers, body: body ?? Buffer.of() },
    length,
  };
}

function split(line: string, mark: string): [string, string] {
  const at = line.indexOf(mark);
  return [line.slice(0, at), line.slice(at + 1).trim()];
}

/** Plain HTTP/1.1 with a length. */
export function plain(answer: Answer, { method }: Pick<Asked, 'method'>): Wired {
  return { pieces: [headOf(answer), method === 'HEAD' ? '' : answer.body] };
}

/** Status line and header lines; the length is that of the body unless there is one already. */
export function headOf({ status, phrase, headers, body }: Answer, version = 'HTTP/1.1'): string {
  const framed = headers.some(([name]) => /^(content-length|transfer-encoding)$/i.test(name));
  const length: [string, string][] = framed ? [] : [['Content-Length', String(body.byteLength)]];
  const lines = [...headers, ...length].map(([name, value]) => `${name}: ${value}\r\n`);
  return `${version} ${status} ${phrase ?? STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n`;
}

function send(socket: Socket, { pieces, end }: Wired): void {
  for (const piece of pieces) socket.write(typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece);
  if (end === 'close') socket.end();
  if (end === 'reset') socket.resetAndDestroy();
}

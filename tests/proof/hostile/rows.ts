import type { Socket } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { Verdict } from '../../../src/model/result.ts';
import { pump, rawHead } from '../../support/raw.ts';

/** A target that means harm, or is broken, in the one answer that it has for everything. */
export interface Hostile {
  readonly name: string;
  readonly answer: (socket: Socket) => void;
  /** Of a case that expects 404. */
  readonly verdict: Extract<Verdict, 'conforms' | 'deviates' | 'errored'>;
  /** What the report says of it: reason, findings or transport error. */
  readonly says?: RegExp;
  readonly args?: readonly string[];
}

const json = 'Content-Type: application/json';

/** A fault as documented, but for these members. */
const fault = (members: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({ itemNotFound: { code: 404, message: 'There is none.', ...members } });

/** The fault with `code` as it stands here, which JSON.stringify would not write. */
const coded = (code: string): string => fault().replace('404', code);

const sent =
  (body: string | Uint8Array, headers: readonly string[] = [], status?: string) =>
  (socket: Socket): void => {
    socket.write(rawHead([json, ...headers, `Content-Length: ${Buffer.byteLength(body)}`], status));
    socket.write(body);
  };

/** Exactly these bytes, and the end of the connection where that is said. */
const bytes =
  (...pieces: readonly (string | Uint8Array)[]) =>
  (socket: Socket): void => {
    for (const piece of pieces)
      socket.write(typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece);
  };

const ending =
  (answer: (socket: Socket) => void) =>
  (socket: Socket): void => {
    answer(socket);
    socket.end();
  };

/** One byte after the other, without end and slower than any time limit of these tests. */
const trickled = (socket: Socket, text: string): void => {
  let at = 0;
  const timer = setInterval(() => {
    socket.write(text[at % text.length] ?? ' ');
    at += 1;
  }, 20);
  socket.once('close', () => clearInterval(timer));
};

const soon = ['--timeout', '300'];
const limit = /the suite reads no further/;
const noAnswerInTime = /no complete answer within 0\.3 s; the reference sets no limit/;
const notJson = /The body is not JSON/;

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
const beyondAscii = Buffer.from(Array.from({ length: 128 }, (_, n) => n + 128)).toString('latin1');
const piece = Buffer.alloc(64 * 1024, 'x');
/** 64 MiB of blanks in 64 KiB. */
const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, ' '));

export const script = '<script>document.title="ran"</script><img src=x onerror=alert(1)>]]>--></script>';
export const escapes = '\u001b]0;owned\u0007\u001b[2J\u001b[31mred\u009b31m\r\nfake line\u202e\u2028';

const endless: readonly Hostile[] = [
  {
    name: 'a body without end',
    answer: (socket) => {
      socket.write(rawHead([json]));
      pump(socket, piece);
    },
    verdict: 'errored',
    says: limit,
  },
  {
    name: 'chunks without end',
    answer: (socket) => {
      socket.write(rawHead([json, 'Transfer-Encoding: chunked']));
      pump(socket, Buffer.concat([Buffer.from('10000\r\n'), piece, Buffer.from('\r\n')]));
    },
    verdict: 'errored',
    says: limit,
  },
  {
    name: '1 GB that is declared, and sent',
    answer: (socket) => {
      socket.write(rawHead([json, 'Content-Length: 1073741824']));
      pump(socket, piece);
    },
    verdict: 'errored',
    says: limit,
  },
  {
    name: '1 GB that is declared, and not sent',
    answer: bytes(rawHead([json, 'Content-Length: 1073741824']), fault()),
    verdict: 'deviates',
    says: noAnswerInTime,
    args: soon,
  },
  {
    name: 'a gzip bomb',
    answer: sent(bomb, ['Content-Encoding: gzip']),
    verdict: 'errored',
    says: /longer than \d+ bytes once its content encoding is undone/,
  },
  {
    name: 'a gzip bomb in a gzip bomb',
    answer: sent(gzipSync(bomb), ['Content-Encoding: gzip, gzip']),
    verdict: 'errored',
    says: limit,
  },
  {
    name: 'a status line that comes byte by byte',
    answer: (socket) => trickled(socket, `HTTP/1.1 404 ${'a'.repeat(1000)}`),
    verdict: 'deviates',
    says: noAnswerInTime,
    args: soon,
  },
  {
    name: 'a header field that comes byte by byte',
    answer: (socket) => {
      socket.write('HTTP/1.1 404 Not Found\r\nX-Long: ');
      trickled(socket, 'a');
    },
    verdict: 'deviates',
    says: noAnswerInTime,
    args: soon,
  },
  {
    name: 'a body that comes byte by byte',
    answer: (socket) => {
      socket.write(rawHead([json, 'Content-Length: 1000']));
      trickled(socket, fault());
    },
    verdict: 'deviates',
    says: noAnswerInTime,
    args: soon,
  },
  {
    name: 'interim answers without end',
    answer: (socket) => pump(socket, Buffer.from('HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(100))),
    verdict: 'deviates',
    says: noAnswerInTime,
    args: soon,
  },
];

const heads: readonly Hostile[] = [
  {
    name: '100,000 header fields',
    answer: sent(fault(), Array<string>(100_000).fill('a: b')),
    verdict: 'errored',
    says: /a limit of the suite: the headers/,
  },
  {
    name: 'more header fields than are kept',
    answer: sent(fault(), Array<string>(2000).fill('a: b')),
    verdict: 'errored',
    says: /more than 250 header fields; the suite reads no further/,
  },
  {
    name: 'a header field of 1 MB',
    answer: sent(fault(), [`X-Long: ${'a'.repeat(1_000_000)}`]),
    verdict: 'errored',
    says: /a limit of the suite: the headers/,
  },
  {
    name: 'a reason phrase of 1 MB',
    answer: sent(fault(), [], `404 ${'a'.repeat(1_000_000)}`),
    verdict: 'errored',
    says: /a limit of the suite: the headers/,
  },
  {
    name: 'chunk extensions of 1 MB',
    answer: bytes(
      rawHead([json, 'Transfer-Encoding: chunked']),
      `1;${'a'.repeat(1_000_000)}\r\n{\r\n0\r\n\r\n`,
    ),
    verdict: 'errored',
    says: /a limit of the suite: the headers or chunk extensions/,
  },
  {
    name: 'header values beyond ASCII',
    answer: sent(fault(), [`X-Bytes: ${beyondAscii}`]),
    verdict: 'conforms',
  },
  {
    name: 'a media type beyond ASCII',
    answer: ending(bytes(rawHead([`Content-Type: application/json\u00e9`]), fault())),
    verdict: 'deviates',
    says: /documented media type/,
  },
  {
    name: 'script in header values and the reason phrase',
    answer: sent(fault(), [`X-Script: ${script}`, `Content-Language: ${script}`], `404 ${script}`),
    verdict: 'conforms',
  },
  {
    name: 'C1 escape sequences in header values and the reason phrase',
    answer: sent(fault(), ['X-Escape: \u009b2J\u009d0;owned\u009c'], '404 \u009b31mred'),
    verdict: 'conforms',
  },
  {
    name: 'a control character in a header value',
    answer: sent(fault(), ['X-Escape: \u001b[2J']),
    verdict: 'deviates',
    says: /not valid HTTP/,
  },
  {
    name: 'an escape sequence in the reason phrase',
    answer: sent(fault(), [], '404 \u001b[31mred'),
    verdict: 'conforms',
  },
  {
    name: 'NUL in a header value',
    answer: sent(fault(), ['X-Nul: a\0b']),
    verdict: 'deviates',
    says: /not valid HTTP/,
  },
];

const http: readonly Hostile[] = [
  ['bytes that mean nothing', ending(bytes(Buffer.from([0, 255, 1, 254])))],
  ['another protocol', ending(bytes('SSH-2.0-OpenSSH_9.6\r\n'))],
  ['a status of two digits', ending(bytes('HTTP/1.1 40 Not\r\n\r\n'))],
  ['a header field without a colon', ending(bytes('HTTP/1.1 404 No\r\nnone\r\n\r\n'))],
  ['two lengths that differ', ending(sent(fault(), ['Content-Length: 5']))],
  ['a length that is no number', ending(bytes('HTTP/1.1 404 No\r\nContent-Length: -1\r\n\r\n'))],
  ['a chunk without a size', ending(bytes(rawHead([json, 'Transfer-Encoding: chunked']), 'zz\r\n'))],
].map(
  ([name, answer]): Hostile => ({
    name: String(name),
    answer: answer as Hostile['answer'],
    verdict: 'deviates',
    says: /the answer is not valid HTTP/,
  }),
);

const cut: readonly Hostile[] = [
  {
    name: 'nothing, and the end of the connection',
    answer: (socket) => socket.end(),
    verdict: 'deviates',
    says: /closed the connection without an answer/,
  },
  {
    name: 'half a head',
    answer: ending(bytes('HTTP/1.1 404 Not Fo')),
    verdict: 'deviates',
    says: /closed the connection within the head/,
  },
  {
    name: 'half a body',
    answer: ending(bytes(rawHead([json, 'Content-Length: 1000']), fault())),
    verdict: 'deviates',
    says: /cut off after 56 bytes of its body/,
  },
  {
    name: 'chunks without the last',
    answer: ending(bytes(rawHead([json, 'Transfer-Encoding: chunked']), '2\r\n{}\r\n')),
    verdict: 'deviates',
    says: /cut off/,
  },
  {
    name: 'fewer bytes declared than sent',
    answer: ending(bytes(rawHead([json, 'Content-Length: 10']), fault())),
    verdict: 'deviates',
    says: /sent 46 bytes more after its complete answer/,
  },
  {
    name: 'a body until a reset',
    answer: (socket) => {
      socket.write(rawHead([json]));
      socket.write(fault(), () => socket.resetAndDestroy());
    },
    verdict: 'errored',
    says: /whether its answer was complete is not known/,
  },
];

/** A fault as documented, as an answer whose length is known. */
const whole = Buffer.concat([rawHead([json, `Content-Length: ${fault().length}`]), Buffer.from(fault())]);
const changed = 'HTTP/1.1 101 Switching Protocols\r\n\r\n';

/** A right answer that is not the one answer to the request (decision 0029). */
const outOfStep: readonly Hostile[] = (
  [
    ['twice', bytes(Buffer.concat([whole, whole])), /sent 134 bytes more after/],
    ['and the beginning of another', bytes(Buffer.concat([whole, Buffer.from('HTTP/1')])), /6 bytes more/],
    ['after 101', bytes(Buffer.concat([Buffer.from(changed), whole])), /another protocol \(101\)/],
    ['of HTTP/2.0', bytes(whole.toString().replace('1.1', '2.0')), /the status line says HTTP\/2\.0/],
    [
      'in brotli, and more',
      sent(Buffer.concat([brotliCompressSync(fault()), Buffer.from('x')]), ['Content-Encoding: br']),
      /1 bytes follow its end/,
    ],
    [
      'in deflate, and more',
      sent(Buffer.concat([deflateSync(fault()), Buffer.from('x')]), ['Content-Encoding: deflate']),
      /1 bytes follow its end/,
    ],
    [
      'in gzip, and padding',
      sent(Buffer.concat([gzipSync(fault()), Buffer.alloc(4)]), ['Content-Encoding: gzip']),
      /4 bytes follow its end/,
    ],
  ] as const
).map(([name, answer, says]) => ({ name: `the answer, ${name}`, answer, verdict: 'deviates', says }));

/** Bytes one at a time, each in a chunk. */
const singly = (text: string): Buffer => Buffer.from(text.replace(/./g, '1\r\n$&\r\n'));

const fragments: readonly Hostile[] = [
  {
    name: 'chunks of one byte',
    answer: bytes(rawHead([json, 'Transfer-Encoding: chunked']), singly(fault()), '0\r\n\r\n'),
    verdict: 'conforms',
  },
  {
    name: 'as much as is read, in chunks of one byte',
    answer: bytes(rawHead([json, 'Transfer-Encoding: chunked']), singly('x'.repeat(120_000)), '0\r\n\r\n'),
    verdict: 'errored',
    says: /chunks of the body are so small, or their extensions so long/,
  },
  {
    name: 'chunks of one byte, with long extensions',
    answer: (socket) => {
      socket.write(rawHead([json, 'Transfer-Encoding: chunked']));
      pump(socket, Buffer.from(`1;${'a'.repeat(1000)}\r\nx\r\n`.repeat(16)));
    },
    verdict: 'errored',
    says: /chunks of the body are so small, or their extensions so long/,
  },
];

const bodies: readonly Hostile[] = [
  {
    name: 'invalid UTF-8',
    answer: sent(Buffer.from(fault({ message: 'caf\u00e9' }), 'latin1')),
    verdict: 'deviates',
    says: /The body is not UTF-8/,
  },
  { name: 'NUL bytes', answer: sent('\0'.repeat(100_000)), verdict: 'deviates', says: notJson },
  { name: 'a NUL within', answer: sent(fault().replace('none', '\0')), verdict: 'deviates', says: notJson },
  { name: 'a NUL that is escaped', answer: sent(fault({ message: '\0' })), verdict: 'conforms' },
  {
    name: 'script in the message',
    answer: sent(fault({ message: script, [script]: script })),
    verdict: 'conforms',
  },
  {
    name: 'a page with script',
    answer: ending(bytes(rawHead(['Content-Type: text/html']), script)),
    verdict: 'deviates',
    says: /documented media type/,
  },
  { name: 'escape sequences in the message', answer: sent(fault({ message: escapes })), verdict: 'conforms' },
  { name: 'raw escape sequences', answer: sent(escapes), verdict: 'deviates', says: notJson },
  { name: 'lone surrogates', answer: sent(fault({ message: '\ud800' })), verdict: 'conforms' },
  {
    name: 'JSON 10,000 deep',
    answer: sent(nested(10_000)),
    verdict: 'deviates',
    says: /a value nested too deeply to show/,
  },
  {
    name: 'a member 10,000 deep',
    answer: sent(fault({ code: 0 }).replace('0', nested(10_000))),
    verdict: 'deviates',
    says: /a value nested too deeply to show/,
  },
  {
    name: 'JSON 100,000 deep',
    answer: sent(nested(100_000)),
    verdict: 'errored',
    says: limit,
  },
  {
    name: 'an extra member 100,000 deep',
    answer: sent(fault({ details: 0 }).replace('"details":0', `"details":${nested(100_000)}`)),
    verdict: 'errored',
    says: limit,
  },
  {
    name: 'JSON 30,000 deep',
    answer: sent(nested(30_000)),
    verdict: 'errored',
    says: /nested deeper than 20000 levels; the suite reads no further/,
  },
  {
    name: 'a member given twice, 15,000 deep',
    answer: sent(fault({ a: 0 }).replace('"a":0', `"a":${nested(15_000)},"a":${nested(14_999)}`)),
    verdict: 'conforms',
  },
  {
    name: 'a member given twice with different values',
    answer: sent(fault().replace('"code":404', '"code":500,"code":404')),
    verdict: 'deviates',
    says: /has the member \\"code\\" twice/,
  },
  {
    name: 'a member given twice, once escaped',
    answer: sent(fault().replace('"code":404', '"code":500,"c\\u006fde":404')),
    verdict: 'deviates',
    says: /has the member \\"code\\" twice/,
  },
  {
    name: '__proto__ in place of the fault',
    answer: sent('{"__proto__":{"itemNotFound":{"code":404,"message":"x"}}}'),
    verdict: 'deviates',
    says: /named \\"itemNotFound\\"/,
  },
  {
    name: '__proto__ beside the fault',
    answer: sent(fault().replace(/}$/, ',"__proto__":{"polluted":true}}')),
    verdict: 'deviates',
    says: /has a member beside the fault/,
  },
  {
    name: '__proto__ with what the fault lacks',
    answer: sent('{"itemNotFound":{"__proto__":{"code":404,"message":"x"}}}'),
    verdict: 'deviates',
    says: /has no member/,
  },
  {
    name: 'constructor, prototype and the like as extra members',
    answer: sent(
      fault({ a: 0 }).replace(
        '"a":0',
        '"constructor":{"prototype":{"polluted":1}},"__proto__":{"polluted":1}',
      ),
    ),
    verdict: 'conforms',
  },
  {
    name: 'constructor in place of the fault',
    answer: sent('{"constructor":{"code":404,"message":"x"}}'),
    verdict: 'deviates',
    says: /named \\"itemNotFound\\"/,
  },
  {
    name: '10,000 members beside the fault',
    answer: sent(
      fault().replace(/}$/, `${Array.from({ length: 10_000 }, (_, n) => `,"m${n}":1`).join('')}}`),
    ),
    verdict: 'deviates',
    says: /at least 3980 more violations/,
  },
  ...(
    [
      ['404.0', 'conforms'],
      ['4.04e2', 'conforms'],
      ['404.0000000000000001', 'deviates', /Only some parsers read this number as an integer/],
      ['4040000000000000000001e-19', 'deviates', /Only some parsers read this number as an integer/],
      ['9007199254740993', 'deviates'],
      ['1e400', 'deviates', /too large for a double/],
      ['-0', 'deviates'],
      ['"404"', 'deviates'],
    ] as const
  ).map(
    ([code, verdict, says]): Hostile => ({
      name: `the code ${code}`,
      answer: sent(coded(code)),
      verdict,
      ...(says && { says }),
    }),
  ),
  {
    name: 'numbers beyond 2^53 in extra members',
    answer: sent(
      fault({ big: 0 }).replace(
        '"big":0',
        '"big":9007199254740993,"huge":1e400,"long":123456789012345678901234567890',
      ),
    ),
    verdict: 'conforms',
  },
];

export const hostile: readonly Hostile[] = [
  ...endless,
  ...heads,
  ...http,
  ...cut,
  ...outOfStep,
  ...fragments,
  ...bodies,
];

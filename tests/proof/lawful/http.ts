import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import type { Answer, Asked, Behaviour, Wired } from '../proof/behaviour.ts';
import { always, fault, headed, isAction } from '../proof/behaviours.ts';
import { headOf, plain } from '../proof/service.ts';
import type { Variant } from './variant.ts';

/** The same answers, otherwise sent. */

const answering = (
  name: string,
  sentence: string,
  answer: (answer: Answer, asked: Asked) => Answer,
): Variant => ({
  name,
  sentence,
  make: always({ answer }),
});

const wired = (name: string, sentence: string, wire: NonNullable<Behaviour['wire']>): Variant => ({
  name,
  sentence,
  make: always({ wire }),
});

const hasBody = (answer: Answer, { method }: Asked) => method !== 'HEAD' && answer.body.byteLength > 0;

const types = [
  'application/json',
  'application/json; charset=utf-8',
  'application/json;charset="UTF-8"',
  'Application/JSON ; Charset=utf-8',
  'application/json; profile="x"; charset=utf-8',
];

const contentTypes = types.map((type, index) =>
  answering(`content-type-${index + 1}`, `Sends Content-Type: ${type}`, (answer) =>
    answer.body.byteLength > 0 ? headed(answer, 'Content-Type', type) : answer,
  ),
);

const codings: readonly (readonly [name: string, encode: (body: Buffer) => Buffer])[] = [
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['br', brotliCompressSync],
  ['deflate', deflateSync],
  ['Deflate', deflateRawSync],
  ['identity', (body) => body],
];

const encoded = codings.map(([coding, encode], index) =>
  answering(
    `encoded-${index + 1}-${coding.toLowerCase()}`,
    `Encodes its bodies with ${coding}.`,
    (answer, asked) =>
      hasBody(answer, asked)
        ? { ...headed(answer, 'Content-Encoding', coding), body: encode(answer.body) }
        : answer,
  ),
);

const phrases = ['None', '', 'caf\u00e9', 'OK', 'Not Quite; see "details" (1/2)'];

const phrased = phrases.map((phrase, index) =>
  answering(`phrase-${index + 1}`, `Has the reason phrase ${JSON.stringify(phrase)}.`, (answer) => ({
    ...answer,
    phrase,
  })),
);

const cased = (name: string, sentence: string, change: (name: string) => string) =>
  answering(`headers-${name}`, sentence, (answer) => ({
    ...answer,
    headers: answer.headers.map(([key, value]) => [change(key), value]),
  }));

const gatewayHeaders = [
  ['Via', '1.1 Repose (Repose/8.5.0.1)'],
  ['Via', '2 edge'],
  ['Server', 'gateway/1'],
  ['X-Cache', 'MISS'],
  ['Set-Cookie', 'a=1; Path=/'],
  ['Set-Cookie', 'b=2; HttpOnly'],
  ['Strict-Transport-Security', 'max-age=31536000'],
  ['Alt-Svc', 'h3=":443"'],
  ['X-Request-Id', 'req-0a6a'],
  ['X-Empty', ''],
] as const;

const closing = (wire: Wired): Wired => ({ ...wire, end: 'close' });
const chunk = (body: Uint8Array, extension = '') =>
  Buffer.concat([Buffer.from(`${body.byteLength.toString(16)}${extension}\r\n`), body, Buffer.from('\r\n')]);

const inChunks = (answer: Answer, size: number, last: string, extension = ''): Wired => {
  const pieces = Array.from({ length: Math.ceil(answer.body.byteLength / size) }, (_, index) =>
    chunk(answer.body.subarray(index * size, (index + 1) * size), extension),
  );
  return { pieces: [headOf(headed(answer, 'Transfer-Encoding', 'chunked')), ...pieces, last] };
};

const framings: readonly Variant[] = [
  wired('chunked', 'Sends its bodies in one chunk.', (answer, asked) =>
    hasBody(answer, asked) ? inChunks(answer, 65_536, '0\r\n\r\n') : undefined,
  ),
  wired(
    'chunked-small',
    'Sends its bodies in small chunks with extensions and a trailer.',
    (answer, asked) =>
      hasBody(answer, asked) ? inChunks(answer, 16, '0\r\nX-Checksum: 1\r\n\r\n', ';of=body') : undefined,
  ),
  wired('in-pieces', 'Sends its answers a few bytes at a time.', (answer, asked) => {
    const whole = Buffer.concat(
      plain(answer, asked).pieces.map((piece) =>
        typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece,
      ),
    );
    return {
      pieces: Array.from({ length: Math.ceil(whole.byteLength / 64) }, (_, at) =>
        whole.subarray(at * 64, at * 64 + 64),
      ),
    };
  }),
  wired('connection-close', 'Closes each connection after the answer, and says so.', (answer, asked) =>
    closing(plain(headed(answer, 'Connection', 'close'), asked)),
  ),
  wired(
    'closes-while-idle',
    'Closes each connection after the answer, and does not say so.',
    (answer, asked) => closing(plain(answer, asked)),
  ),
  wired('until-closed', 'Gives no length: the body ends with the connection.', (answer, asked) =>
    hasBody(answer, asked)
      ? closing({ pieces: [headWithoutLength(answer, 'HTTP/1.1'), answer.body] })
      : undefined,
  ),
  wired('http-1.0', 'Speaks HTTP/1.0, without a length.', (answer, asked) =>
    closing({
      pieces: [headWithoutLength(answer, 'HTTP/1.0'), asked.method === 'HEAD' ? '' : answer.body],
    }),
  ),
  wired('http-1.0-with-length', 'Speaks HTTP/1.0, with a length.', (answer, asked) =>
    closing({ pieces: [headOf(answer, 'HTTP/1.0'), asked.method === 'HEAD' ? '' : answer.body] }),
  ),
  wired('head-without-length', 'Answers HEAD without a length.', (answer, { method }) =>
    method === 'HEAD' ? { pieces: [headWithoutLength(answer, 'HTTP/1.1')] } : undefined,
  ),
  wired(
    'head-with-length',
    'Answers HEAD with the length of the body that GET would have.',
    (answer, { method }) =>
      method === 'HEAD' ? { pieces: [headOf(headed(answer, 'Content-Length', '123'))] } : undefined,
  ),
  wired('head-chunked', 'Answers HEAD with Transfer-Encoding: chunked.', (answer, { method }) =>
    method === 'HEAD' ? { pieces: [headOf(headed(answer, 'Transfer-Encoding', 'chunked'))] } : undefined,
  ),
  wired('header-folding-blanks', 'Has blanks around the values of header fields.', (answer, asked) =>
    plain({ ...answer, headers: answer.headers.map(([name, value]) => [name, `   ${value}\t`]) }, asked),
  ),
];

function headWithoutLength(answer: Answer, version: string): string {
  return headOf(headed(answer, 'Content-Length', '0'), version).replace('Content-Length: 0\r\n', '');
}

const interim: readonly (readonly [status: number, headers: string, times: number])[] = [
  [100, '', 1],
  [102, '', 2],
  [103, 'Link: </style.css>; rel=preload\r\n', 1],
];

const before = interim.map(([status, headers, times]) =>
  wired(
    `interim-${status}`,
    `Sends ${status} ${times === 1 ? '' : `${times} times `}before each answer.`,
    (answer, asked) => ({
      pieces: [`HTTP/1.1 ${status} Interim\r\n${headers}\r\n`.repeat(times), ...plain(answer, asked).pieces],
    }),
  ),
);

const slow: Variant = {
  name: 'slow',
  sentence: 'Takes 20 ms for each answer.',
  make: always({
    answer: (answer) => new Promise((resolve) => setTimeout(() => resolve(answer), 20)),
  }),
};

/** Answers the requests of these numbers, counted from 1, with a passing refusal. */
const passing = (
  name: string,
  sentence: string,
  status: number,
  retryAfter: string | undefined,
  numbers: readonly number[],
): Variant => ({
  name,
  sentence,
  terms: { inOrder: true, maxWaitS: 60 },
  make: () => {
    let count = 0;
    return {
      ask(asked) {
        if (isAction(asked)) count += 1;
        // Refused before anything is done: what it is asked has no effect.
        return isAction(asked) && numbers.includes(count) ? { ...asked, path: '/refused' } : asked;
      },
      answer: (answer, asked) =>
        isAction(asked) && numbers.includes(count)
          ? headed(fault(status), 'Retry-After', retryAfter)
          : answer,
    };
  },
});

const longGone = 'Wed, 21 Oct 2015 07:28:00 GMT';

/** As gateways throttle, which know nothing of the API's own limit. */
const throttledBy503 = passing(
  'throttles-with-503',
  'Throttles now and then with 503 and Retry-After, several times in a row.',
  503,
  '0',
  [3, 4, 5, 40, 41, 90, 91],
);

const twoMinutes = 120_000;

/** Throttles with a date by its own clock, which is wrong. */
const clockOff = (name: string, offMs: number): Variant => {
  const { make, ...variant } = passing(
    `throttles-with-a-clock-${name}`,
    `Throttles until a date, by a clock that is two minutes ${name}.`,
    413,
    undefined,
    [5, 60],
  );
  const at = (ms: number) => new Date(Date.now() + offMs + ms).toUTCString();
  const dated = (answer: Answer): Answer =>
    answer.status === 413 ? headed(headed(answer, 'Date', at(0)), 'Retry-After', at(1000)) : answer;
  return {
    ...variant,
    make: (reference) => {
      const { answer, ...rest } = make(reference);
      return {
        ...rest,
        async answer(given, asked) {
          const answered = (await answer?.(given, asked)) ?? given;
          return typeof answered === 'string' ? answered : dated(answered);
        },
      };
    },
  };
};

/** More than any other request of the catalogue has. */
const large = 1_000_000;

const tooLarge = {
  name: 'too-large-with-retry-after',
  sentence: 'Answers 413 with Retry-After to a body that is too large, each time.',
  terms: { maxWaitS: 60 },
  make: always({
    answer: (answer, { body }) => (body.byteLength > large ? headed(fault(413), 'Retry-After', '0') : answer),
  }),
} satisfies Variant;

const passed: readonly Variant[] = [
  passing(
    'throttles-now-and-then',
    'Throttles some requests with 413 and Retry-After in seconds.',
    413,
    '0',
    [3, 40, 41, 90],
  ),
  passing(
    'throttles-until-a-date',
    'Throttles some requests with 413 and Retry-After as a date.',
    413,
    longGone,
    [1, 60],
  ),
  passing(
    'throttles-until-an-old-date',
    'Throttles with a date as old servers write it.',
    413,
    'Wednesday, 21-Oct-15 07:28:00 GMT',
    [10],
  ),
  passing(
    'throttles-without-a-time',
    'Throttles once with 413 and does not say for how long.',
    413,
    undefined,
    [5],
  ),
  throttledBy503,
  clockOff('fast', twoMinutes),
  clockOff('slow', -twoMinutes),
  tooLarge,
  passing('unavailable-once', 'Answers 503 once, and is there again.', 503, undefined, [20]),
  passing('unavailable-at-times', 'Answers 503 now and then, never twice running.', 503, '1', [7, 50, 100]),
];

const retryAfters = ['0', '120', longGone, 'Wednesday, 21-Oct-15 07:28:00 GMT', 'Wed Oct 21 07:28:00 2015'];

const waits = retryAfters.map((value, index) =>
  answering(`retry-after-${index + 1}`, `Sends Retry-After: ${value} with 413 and 503.`, (answer) =>
    answer.status === 413 || answer.status === 503 ? headed(answer, 'Retry-After', value) : answer,
  ),
);

const advised = ['WWW-Authenticate', 'Allow', 'Retry-After', 'Accept'].map((name) =>
  answering(`without-${name.toLowerCase()}`, `Never sends ${name}.`, (answer) =>
    headed(answer, name, undefined),
  ),
);

export const http: readonly Variant[] = [
  ...contentTypes,
  ...encoded,
  ...phrased,
  cased('lower-case', 'Writes header names in lower case.', (name) => name.toLowerCase()),
  cased('upper-case', 'Writes header names in upper case.', (name) => name.toUpperCase()),
  answering('gateway', 'Stands behind a gateway that adds header fields.', (answer) => ({
    ...answer,
    headers: [...gatewayHeaders, ...answer.headers],
  })),
  answering('many-headers', 'Sends 200 more header fields.', (answer) => ({
    ...answer,
    headers: [
      ...answer.headers,
      ...Array.from({ length: 200 }, (_, index): [string, string] => [`X-${index}`, 'x']),
    ],
  })),
  ...framings,
  ...before,
  slow,
  ...passed,
  ...waits,
  ...advised,
  answering(
    'not-found-to-an-unrecognised-method',
    'Answers 404 to a method that it does not know.',
    (answer, { method }) => (method === 'FROBNICATE' ? fault(404) : answer),
  ),
  {
    name: 'length-required',
    sentence: 'Answers 411 to a body that comes in chunks.',
    make: always({
      ask: (asked) => (asked.headers.has('transfer-encoding') ? { ...asked, path: '/refused' } : asked),
      answer: (answer, { headers }) =>
        headers.has('transfer-encoding') ? { status: 411, headers: [], body: Buffer.of() } : answer,
    }),
  },
  answering('html-if-asked-for', 'Answers in HTML a caller who prefers it.', (answer, { headers }) =>
    headers.get('accept')?.startsWith('text/html') ? headed(answer, 'Content-Type', 'text/html') : answer,
  ),
  answering('www-authenticate-empty', 'Sends WWW-Authenticate without a challenge.', (answer) =>
    answer.status === 401 ? headed(answer, 'WWW-Authenticate', '') : answer,
  ),
];

import type { Answer, Wired } from '../proof/behaviour.ts';
import { always, fault, headed, isAction } from '../proof/behaviours.ts';
import { headOf, plain } from '../proof/service.ts';
import { checks, type Deviant } from './deviant.ts';

/** Wrong below HTTP, late, cut short, or only now and then. */

const wired = (
  name: string,
  sentence: string,
  status: number,
  check: string,
  wire: (answer: Answer) => Wired,
): Deviant => ({
  name,
  sentence,
  status,
  check,
  touches: status,
  make: always({
    wire: (answer, asked) => (isAction(asked) && answer.status === status ? wire(answer) : undefined),
  }),
});

const declaring = (answer: Answer, more: number): Answer =>
  headed(answer, 'Content-Length', String(answer.body.byteLength + more));

const chunked = (answer: Answer): string => headOf(headed(answer, 'Transfer-Encoding', 'chunked'));
const chunk = (body: Buffer) => `${body.byteLength.toString(16)}\r\n${body.toString('latin1')}\r\n`;

const framing: readonly Deviant[] = [202, 400, 404, 422].flatMap((status) => [
  wired(
    `length-${status}-too-long`,
    `Announces more bytes with ${status} than it sends, and closes.`,
    status,
    checks.transport,
    (answer) => ({ pieces: [headOf(declaring(answer, 10)), answer.body], end: 'close' }),
  ),
  wired(
    `length-${status}-too-short`,
    `Announces fewer bytes with ${status} than it sends.`,
    status,
    checks.transport,
    (answer) => ({ pieces: [headOf(declaring(answer, -10)), answer.body], end: 'close' }),
  ),
]);

/** Bytes after a complete answer, in one piece with it. */
const surplus: readonly Deviant[] = [202, 404].map((status) =>
  wired(
    `surplus-${status}`,
    `Sends bytes after each complete ${status}.`,
    status,
    checks.transport,
    (answer) => ({
      pieces: [
        Buffer.concat([Buffer.from(headOf(declaring(answer, 0))), answer.body, Buffer.from('surplus')]),
      ],
      end: 'close',
    }),
  ),
);

const halves = (body: Buffer) => body.subarray(0, body.byteLength / 2);

const cut: readonly Deviant[] = [
  wired(
    'cut-202-in-body',
    'Closes the connection in the middle of the body of a 202.',
    202,
    checks.transport,
    (answer) => ({
      pieces: [headOf(answer), halves(answer.body)],
      end: 'close',
    }),
  ),
  wired(
    'cut-404-in-head',
    'Closes the connection in the middle of the head of a 404.',
    404,
    checks.transport,
    (answer) => ({
      pieces: [headOf(answer).slice(0, 40)],
      end: 'close',
    }),
  ),
  wired(
    'cut-422-after-head',
    'Closes the connection after the head of a 422.',
    422,
    checks.transport,
    (answer) => ({
      pieces: [headOf(answer)],
      end: 'close',
    }),
  ),
  wired(
    'cut-400-in-chunks',
    'Ends the chunks of a 400 without the last one.',
    400,
    checks.transport,
    (answer) => ({
      pieces: [chunked(answer), chunk(answer.body)],
      end: 'close',
    }),
  ),
  wired('reset-403', 'Resets the connection in place of a 403.', 403, checks.transport, () => ({
    pieces: [],
    end: 'reset',
  })),
  {
    ...wired(
      'stalls-401-in-body',
      'Stops in the middle of the body of a 401 and keeps the connection.',
      401,
      checks.transport,
      (answer) => ({
        pieces: [headOf(answer), halves(answer.body)],
      }),
    ),
    terms: { timeoutMs: 2000 },
  },
  {
    ...wired(
      'stalls-405-in-head',
      'Stops in the middle of the head of a 405 and keeps the connection.',
      405,
      checks.transport,
      () => ({
        pieces: ['HTTP/1.1 405 '],
      }),
    ),
    terms: { timeoutMs: 2000 },
  },
  {
    ...wired(
      'length-415-too-long-and-kept',
      'Announces more bytes with 415 than it sends, and waits.',
      415,
      checks.transport,
      (answer) => ({
        pieces: [headOf(declaring(answer, 10)), answer.body],
      }),
    ),
    terms: { timeoutMs: 2000 },
  },
];

const invalid: readonly (readonly [
  slug: string,
  what: string,
  status: number,
  wire: (answer: Answer) => Wired,
])[] = [
  [
    'icy',
    'a status line of another protocol',
    400,
    (answer) => ({ pieces: [`ICY 400 OK\r\n\r\n`, answer.body], end: 'close' }),
  ],
  ['http-0.9', 'a body alone, as HTTP/0.9 has it', 404, ({ body }) => ({ pieces: [body], end: 'close' })],
  [
    'status-of-two-digits',
    'a status of two digits',
    422,
    () => ({ pieces: ['HTTP/1.1 42 None\r\n\r\n'], end: 'close' }),
  ],
  [
    'header-without-colon',
    'a header line without a colon',
    401,
    () => ({ pieces: ['HTTP/1.1 401 None\r\nno colon here\r\n\r\n'], end: 'close' }),
  ],
  [
    'two-lengths',
    'two lengths that differ',
    403,
    (answer) => ({
      pieces: [
        headOf({ ...answer, headers: [...answer.headers, ['Content-Length', '3'], ['Content-Length', '5']] }),
        answer.body,
      ],
      end: 'close',
    }),
  ],
  [
    'chunk-without-size',
    'a chunk whose size is no number',
    415,
    (answer) => ({ pieces: [chunked(answer), 'zz\r\n'], end: 'close' }),
  ],
  [
    'tls',
    'a record of TLS',
    500,
    () => ({ pieces: [Buffer.from([0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x28])], end: 'close' }),
  ],
  [
    'noise',
    'bytes that mean nothing',
    501,
    () => ({ pieces: [Buffer.from([0, 255, 1, 254])], end: 'close' }),
  ],
];

const noHttp = invalid.map(([slug, what, status, wire]) =>
  wired(`no-http-${slug}`, `Answers ${what} where ${status} is documented.`, status, checks.transport, wire),
);

const otherwise: readonly Deviant[] = [
  wired('switching-503', 'Answers 101 in place of a 503.', 503, checks.transport, () => ({
    pieces: ['HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: other\r\n\r\n'],
    end: 'close',
  })),
  wired(
    'gzip-400-that-is-none',
    'Calls the body of a 400 gzip, which it is not.',
    400,
    checks.fault,
    (answer) => plain(headed(answer, 'Content-Encoding', 'gzip'), { method: 'POST' }),
  ),
  wired('gzip-202-cut', 'Sends half of the gzip of a 202.', 202, checks.schema, (answer) =>
    plain(
      { ...headed(answer, 'Content-Encoding', 'gzip'), body: Buffer.from([0x1f, 0x8b, 0x08, 0, 0]) },
      { method: 'POST' },
    ),
  ),
];

/** Counts the answers of one status, since how many of all others come between them is not the provider's choice. */
const flaky = (
  name: string,
  sentence: string,
  status: number,
  check: string,
  every: number,
  instead: (answer: Answer) => Answer,
): Deviant => ({
  name,
  sentence,
  status,
  check,
  touches: status,
  terms: { inOrder: true },
  make: () => {
    let count = 0;
    return {
      answer(answer, asked) {
        if (!isAction(asked) || answer.status !== status) return answer;
        count += 1;
        return count % every === 0 ? instead(answer) : answer;
      },
    };
  },
});

/** Not the whole connection before a byte of the answer: that is sent again, as it may have been idle. */
const everyFourthCut: Deviant = {
  name: 'every-fourth-404-cut',
  sentence: 'Closes the connection in the head of each fourth 404.',
  status: 404,
  check: checks.transport,
  touches: 404,
  terms: { inOrder: true },
  make: () => {
    let count = 0;
    return {
      wire(answer, asked) {
        if (!isAction(asked) || answer.status !== 404) return undefined;
        count += 1;
        return count % 4 === 0 ? { pieces: ['HTTP/1.1 404 '], end: 'close' } : undefined;
      },
    };
  },
};

const nowAndThen: readonly Deviant[] = [
  everyFourthCut,
  flaky('every-third-202-as-500', 'Fails each third upgrade with 500.', 202, checks.status, 3, () =>
    fault(500),
  ),
  flaky('every-fifth-400-as-500', 'Answers each fifth 400 as 500.', 400, checks.status, 5, () => fault(500)),
  flaky('every-seventh-422-as-409', 'Answers each seventh 422 as 409.', 422, checks.status, 7, (answer) => ({
    ...answer,
    status: 409,
  })),
  flaky(
    'every-third-415-without-type',
    'Leaves the Content-Type out of each third 415.',
    415,
    checks.contentType,
    3,
    (answer) => headed(answer, 'Content-Type', undefined),
  ),
  flaky(
    'every-second-401-empty',
    'Sends each second 401 without a body.',
    401,
    checks.fault,
    2,
    (answer) => ({ ...answer, body: Buffer.of() }),
  ),
  flaky('every-second-405-as-500', 'Answers each second 405 as 500.', 405, checks.status, 2, () =>
    fault(500),
  ),
];

export const transport: readonly Deviant[] = [
  ...framing,
  ...surplus,
  ...cut,
  ...noHttp,
  ...otherwise,
  ...nowAndThen,
];

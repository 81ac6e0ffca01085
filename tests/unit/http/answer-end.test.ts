import fc from 'fast-check';
import { AnswerEnd, isBlank } from '../../../src/http/answer-end.ts';

const body = fc.string({ maxLength: 40 }).map((text) => Buffer.from(text).toString('latin1'));
const name = fc.stringMatching(/^[A-Za-z-]{1,8}$/).map((text) => `X-${text}`);
const field = fc.tuple(name, fc.stringMatching(/^[ -~]{0,20}$/)).map(([key, value]) => `${key}:${value}\r\n`);
const fields = fc.array(field, { maxLength: 4 }).map((lines) => lines.join(''));

const interim = fc
  .tuple(fc.constantFrom(100, 102, 103, 199), fields)
  .map(([status, lines]) => `HTTP/1.1 ${status} Wait\r\n${lines}\r\n`);

const chunk = fc
  .tuple(
    fc.stringMatching(/^[a-z\r\n0-9]{1,30}$/),
    fc.constantFrom('', ';a=b', ';a="0"'),
    fc.constantFrom('', '0', '00'),
  )
  .map(([text, extension, zeros]) => `${zeros}${text.length.toString(16)}${extension}\r\n${text}\r\n`);

const head = (status: number, lines: string): string => `HTTP/1.1 ${status} So\r\n${lines}\r\n`;

/** Final answers whose end does not depend on the end of the connection. */
const framed = fc.oneof(
  fc
    .tuple(fields, body, fc.constantFrom('Content-Length', 'content-length'))
    .map(([lines, text, key]) => head(200, `${lines}${key}: ${text.length}\r\n`) + text),
  fc
    .tuple(fields, fc.array(chunk, { maxLength: 4 }), fields, fc.constantFrom('chunked', 'Chunked '))
    .map(
      ([lines, chunks, trailers, coding]) =>
        `${head(404, `${lines}Transfer-Encoding: ${coding}\r\n`)}${chunks.join('')}0\r\n${trailers}\r\n`,
    ),
  fields.map((lines) => head(204, lines)),
  fields.map((lines) => head(304, `${lines}Content-Length: 7\r\n`)),
);

const blank = fc.constantFrom('', '\r\n', '\r\n\r\n');

/** The bytes beyond the end, when the text comes in pieces of these sizes. */
function beyond(text: string, sizes: readonly number[], method = 'GET'): { end: AnswerEnd; rest: string } {
  const end = new AnswerEnd(method);
  const bytes = Buffer.from(text, 'latin1');
  let rest = '';
  for (let at = 0, index = 0; at < bytes.length; index += 1) {
    const size = sizes[index % sizes.length] ?? 1;
    rest += Buffer.from(end.read(bytes.subarray(at, at + size))).toString('latin1');
    at += size;
  }
  return { end, rest };
}

const sizes = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 20 });

test('an answer ends where it ends, in whatever pieces it comes, and whatever follows', () =>
  fc.assert(
    fc.property(
      fc.tuple(blank, fc.array(interim, { maxLength: 3 }), framed),
      fc.oneof(body, framed),
      sizes,
      ([before, interims, answer], more, pieces) => {
        const { end, rest } = beyond(before + interims.join('') + answer + more, pieces);
        expect([end.complete, rest]).toEqual([true, more]);
      },
    ),
  ));

test('every beginning of an answer is incomplete', () =>
  fc.assert(
    fc.property(framed, fc.nat(), sizes, (answer, at, pieces) => {
      const { end, rest } = beyond(answer.slice(0, at % answer.length), pieces);
      expect([end.complete, end.untilClose, rest]).toEqual([false, false, '']);
    }),
  ));

test.each([
  ['no length', head(200, '')],
  ['a transfer encoding that ends in another', head(200, 'Transfer-Encoding: chunked, gzip\r\n')],
])('content with %s ends with the connection', (_, answer) => {
  const { end, rest } = beyond(`${answer}whatever\r\n\r\nHTTP/1.1 200 OK\r\n\r\n`, [7]);
  expect([end.untilClose, end.complete, rest]).toEqual([true, false, '']);
});

test('an answer to HEAD, and 101, are complete with their heads', () => {
  expect(beyond(`${head(200, 'Content-Length: 5\r\n')}hello`, [9], 'HEAD').rest).toBe('hello');
  expect(beyond(`${head(101, '')}else`, [9]).rest).toBe('else');
});

test.each([
  'SSH-2.0-x\r\nmore',
  'HTTP/1.1 40 No\r\n\r\n',
  `${head(200, 'Transfer-Encoding: chunked\r\n')}zz\r\n`,
])('what is not HTTP has no end: %j', (text) => {
  const { end, rest } = beyond(text, [3]);
  expect([end.complete, end.untilClose, rest]).toEqual([false, false, '']);
});

test('a line without end is not kept', () => {
  const end = new AnswerEnd('GET');
  for (let count = 0; count < 1000; count += 1) end.read(Buffer.alloc(65_536, 'a'));
  expect(end.complete).toBe(false);
});

test.each([
  ['', true],
  ['\r\n\r\n', true],
  ['\r\n ', false],
])('%j is blank: %s', (text, expected) => expect(isBlank(Buffer.from(text))).toBe(expected));

import { isUtf8 } from 'node:buffer';
import { assert, constantFrom, oneof, property, string } from 'fast-check';
import {
  abridgeAnswer,
  recordExchange,
  recordFinding,
  truncateBody,
  truncateFinding,
} from '../../../src/evaluation/record.ts';
import type { Exchange, HeaderList } from '../../../src/model/exchange.ts';
import { createRedactor } from '../../../src/secrets/redaction.ts';
import { answered } from '../../support/exchanges.ts';

/** Where a body is cut, by what each of its characters takes. */

const redactor = createRedactor([]);
const recorded = (body: string, maxBodyBytes: number, headers: HeaderList = []) =>
  recordExchange(answered({ body, headers }), redactor, { maxBodyBytes }).response?.body;

test.each<[string, string, number]>([
  ['a letter', 'a', 1],
  ['a space', ' ', 1],
  ['the last of one byte', '\u007f', 1],
  ['the first of two', '\u0080', 2],
  ['the last of two', '\u07ff', 2],
  ['the first of three', '\u0800', 3],
  ['one before those that come in pairs', '\ud7ff', 3],
  ['one after them', '\ue000', 3],
  ['the last of three', '\ufffd', 3],
  ['a pair', '\u{1f600}', 4],
  ['a pair of the first and the last that there are', '\u{103ff}', 4],
  ['a control character, as a report writes it', '\u0001', 6],
])('%s counts', (_name, character, bytes) => {
  const all = character.repeat(10);
  expect(recorded(all, 4 * bytes)).toMatchObject({ text: character.repeat(4), truncated: true });
  expect(recorded(all, 10 * bytes)).toMatchObject({ text: all, truncated: false });
});

test('what is kept of a long body ends with a whole character', () => {
  const kept = [
    'x'.repeat(30_000),
    `a${'é'.repeat(15_000)}`,
    '€'.repeat(10_000),
    `a${'€'.repeat(10_000)}`,
  ].map((body) => truncateBody(answered({ body })).response?.body ?? Buffer.of());
  const most = kept[0]?.length ?? 0;
  for (const body of kept) {
    expect(body.length).toBeLessThanOrEqual(most);
    expect(body.length).toBeGreaterThan(most - 3);
    expect(isUtf8(body)).toBe(true);
  }
});

test('text that came encoded, and was decoded whole, is shown', () => {
  expect(recorded('text', 100, [['Content-Encoding', 'gzip']])).toMatchObject({
    encoding: 'utf8',
    text: 'text',
  });
});

describe('an abridged answer', () => {
  const headers: HeaderList = [
    ['X-Long', 'a'.repeat(2000)],
    ['Content-Type', 'text/plain'],
  ];
  const recordedAnswer = (exchange: Exchange) => recordExchange(exchange, createRedactor([])).response;

  test('has the beginning of its body, the size and digest of all of it, and the header fields that fit', () => {
    const exchange = answered({ headers, body: 'x'.repeat(5000) });
    const whole = recordedAnswer(exchange)?.body;
    expect(recordedAnswer(abridgeAnswer(exchange))).toMatchObject({
      headers: [['Content-Type', 'text/plain']],
      body: { bytes: 5000, sha256: whole?.sha256, text: 'x'.repeat(1024), truncated: true },
    });
  });

  test.each<[string, [string, string][], string[]]>([
    ['one that takes all room', [['X-A', 'a'.repeat(1021)]], ['X-A']],
    ['none that takes more', [['X-A', 'a'.repeat(1022)]], []],
    [
      'of several, as many as fit',
      [
        ['X-A', 'a'.repeat(600)],
        ['X-B', 'b'.repeat(600)],
        ['X-C', 'c'],
      ],
      ['X-A', 'X-C'],
    ],
  ])('keeps header fields: %s', (_what, headers, names) =>
    expect(abridgeAnswer(answered({ headers })).response?.headers.map(([name]) => name)).toEqual(names),
  );

  test('of an exchange without one is not there either', () => {
    const { response: _, ...unanswered } = answered({});
    expect(abridgeAnswer(unanswered)).toEqual(unanswered);
    expect(truncateBody(unanswered)).toEqual(unanswered);
  });

  test('shows nothing of the beginning of a secret at the end of what is kept', () => {
    const token = 'a-token-of-some-length';
    const body = `${'x'.repeat(1010)}${token}${'x'.repeat(1000)}`;
    const redactor = createRedactor([{ name: 'TOKEN', value: token }]);
    const text = recordExchange(abridgeAnswer(answered({ body })), redactor).response?.body?.text;
    expect(text).toBe('x'.repeat(1010));
  });

  test('is not taken for text when the field is gone that says how it is encoded', () => {
    const { response, ...rest } = answered({
      headers: [['Content-Encoding', `gzip, ${'x'.repeat(2000)}`]],
      body: 'text',
    });
    if (!response) throw new Error('There is no answer.');
    const incomplete = { blame: 'suite', message: 'too many codings' } as const;
    const kept = abridgeAnswer({ ...rest, response: { ...response, incomplete } });
    expect(recordedAnswer(kept)?.body).toMatchObject({ encoding: 'base64', text: '' });
  });
});

describe('what is kept of a finding', () => {
  const token = 'a-token-of-some-length';
  const redactor = createRedactor([{ name: 'TOKEN', value: token }]);
  const finding = (actual: string) =>
    ({ check: 'c', severity: 'deviation', expected: actual, actual, message: actual }) as const;

  test('is no more than the record needs, whatever it quotes', () => {
    const texts = oneof(
      string({ maxLength: 700 }),
      constantFrom('x'.repeat(50_000), '\u202e'.repeat(3000), `${'x'.repeat(190)}${token}`.repeat(20)),
    );
    assert(
      property(texts, (text) => {
        const kept = truncateFinding(finding(text));
        expect(JSON.stringify(kept).length).toBeLessThan(40_000);
        expect(recordFinding(kept, redactor)).toEqual(recordFinding(finding(text), redactor));
      }),
    );
  });
});

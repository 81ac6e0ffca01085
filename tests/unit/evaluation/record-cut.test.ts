import { isUtf8 } from 'node:buffer';
import { recordExchange, truncateBody } from '../../../src/evaluation/record.ts';
import type { HeaderList } from '../../../src/model/exchange.ts';
import { createRedactor } from '../../../src/secrets/redaction.ts';
import { answered } from '../../support/exchanges.ts';

/** Where a body is cut, by what each of its characters takes. */

const redactor = createRedactor([]);
const recorded = (body: string, maxBodyBytes: number, headers: HeaderList = []) =>
  recordExchange(answered({ body, headers }), redactor, { maxBodyBytes }).response?.body;

test.each<[string, string, number]>([
  ['a letter', 'a', 1],
  ['the last of one byte', '\u007f', 1],
  ['the first of two', '\u0080', 2],
  ['the last of two', '\u07ff', 2],
  ['the first of three', '\u0800', 3],
  ['one before those that come in pairs', '\ud7ff', 3],
  ['one after them', '\ue000', 3],
  ['the last of three', '\ufffd', 3],
  ['a pair', '\u{1f600}', 4],
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

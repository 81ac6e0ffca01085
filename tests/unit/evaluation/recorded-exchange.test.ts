import { repeated } from '../../../src/catalogue/case.ts';
import { digestOfExchanges } from '../../../src/evaluation/evidence.ts';
import { recordExchange } from '../../../src/evaluation/record.ts';
import { changedBodies, readExchange } from '../../../src/evaluation/recorded-exchange.ts';
import type { Exchange } from '../../../src/model/exchange.ts';
import type { CaseEvidence, RecordedExchange } from '../../../src/model/result.ts';
import { createRedactor } from '../../../src/secrets/redaction.ts';

const secret = 'a-secret-of-the-run';
const redactor = createRedactor([{ name: 'TOKEN', value: secret }]);
const evidence: CaseEvidence = { sha256: '', judged: 'answer', values: {} };

const exchangeOf = (
  body: Uint8Array,
  different: Partial<Exchange> = {},
  response: Partial<NonNullable<Exchange['response']>> = {},
): Exchange => ({
  request: { method: 'POST', url: 'http://host.example/', headers: [], body: null },
  response: { status: 404, statusText: '', httpVersion: '1.1', headers: [], body, ...response },
  values: {},
  attempt: 1,
  startedAt: '2026-01-01T00:00:00.000Z',
  durationMs: 1,
  ...different,
});

const recorded = (...args: Parameters<typeof exchangeOf>): RecordedExchange =>
  recordExchange(exchangeOf(...args), redactor);

const text = Buffer.from('{"a":"é"}');
const long = Buffer.alloc(40_000, 'a');
const longRequest = { request: { method: 'POST', url: 'http://host.example/', headers: [], body: long } };

test.each<
  [what: string, exchange: RecordedExchange, given: CaseEvidence | undefined, kind: string, why: RegExp]
>([
  ['text', recorded(text), evidence, 'whole', /^$/],
  ['no body', recorded(Buffer.of()), evidence, 'whole', /^$/],
  ['a secret in the body', recorded(Buffer.from(secret)), evidence, 'status', /stands for a secret/],
  [
    'a secret in a header field',
    recorded(text, {}, { headers: [['X', secret]] }),
    evidence,
    'status',
    /secret/,
  ],
  ['a long body', recorded(long), evidence, 'head', /of its answer is cut/],
  ['bytes', recorded(Buffer.from([0xff])), evidence, 'head', /not text/],
  ['a long request', recorded(text, longRequest), evidence, 'head', /of its request is cut/],
  ['a secret value', recorded(text), { sha256: '' }, 'head', /made with a secret/],
  ['no evidence', recorded(text), undefined, 'status', /did not record/],
])('of %s', (_what, exchange, given, kind, why) => {
  const read = readExchange(exchange, given, null);
  expect([read.kind, 'why' in read ? read.why : '']).toEqual([kind, expect.stringMatching(why)]);
  expect(changedBodies(exchange)).toEqual([]);
});

test('what is whole is as it was', () => {
  const exchange = exchangeOf(text);
  const read = readExchange(recorded(text), evidence, null);
  expect(read).toMatchObject({
    kind: 'whole',
    exchange: { ...exchange, response: { status: 404, body: text } },
  });
});

test('a long request is that of the case, if its digest says so', () => {
  const payload = repeated('', 'a', 40_000, '');
  expect(readExchange(recorded(text, longRequest), evidence, payload).kind).toBe('whole');
  expect(readExchange(recorded(text, longRequest), evidence, repeated('', 'b', 40_000, '')).kind).toBe(
    'head',
  );
});

test.each(['target', 'suite'] as const)('who is to blame: the %s', (blame) => {
  const lost = { blame, message: 'it ended' };
  const failed = readExchange(recorded(Buffer.of(), { failure: lost }), evidence, null);
  expect(failed).toMatchObject({ kind: 'whole', exchange: { failure: lost } });
  const cut = readExchange(recorded(text, {}, { incomplete: lost }), evidence, null);
  expect(cut).toMatchObject({ kind: 'whole', exchange: { response: { incomplete: lost } } });
  expect(cut).not.toHaveProperty('exchange.failure');
});

test('of an older report nobody knows who is to blame', () => {
  const { failure: _, ...older } = recorded(Buffer.of(), {
    failure: { blame: 'target', message: 'it ended' },
  });
  expect(readExchange(older, undefined, null).kind).toBe('nothing');
});

test.each<[what: string, exchange: RecordedExchange]>([
  ['text', recorded(text)],
  ['cut text', recorded(long)],
  ['text with a secret', recorded(Buffer.from(`x ${secret}`))],
])('another byte of %s is found', (_what, exchange) => {
  const { response } = exchange;
  const body = response?.body && { ...response.body, text: response.body.text.replace(/.$/, '!') };
  const changed = { ...exchange, ...(response && body && { response: { ...response, body } }) };
  expect(changedBodies(changed)).toEqual(['its answer']);
  expect(digestOfExchanges([changed])).not.toBe(digestOfExchanges([exchange]));
});

test('the digest of exchanges does not depend on the order of members', () => {
  const exchange = recorded(text);
  const turned = Object.fromEntries(Object.entries(exchange).toReversed());
  expect(digestOfExchanges([{ ...exchange, ...turned }])).toBe(digestOfExchanges([exchange]));
  expect(digestOfExchanges(JSON.parse(JSON.stringify([exchange])))).toBe(digestOfExchanges([exchange]));
});

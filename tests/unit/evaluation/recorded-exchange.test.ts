import { repeated } from '../../../src/catalogue/case.ts';
import { digestOfExchanges } from '../../../src/evaluation/evidence.ts';
import { recordExchange } from '../../../src/evaluation/record.ts';
import { changedBodies, readExchange } from '../../../src/evaluation/recorded-exchange.ts';
import type { Exchange } from '../../../src/model/exchange.ts';
import type { CaseEvidence, RecordedBody, RecordedExchange } from '../../../src/model/result.ts';
import { createRedactor } from '../../../src/secrets/redaction.ts';
import { sampleBody, sampleExchange } from '../../support/results.ts';

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

test('of an answer whose body is not there, the status is', () =>
  expect(readExchange(recorded(long), evidence, null)).toMatchObject({
    kind: 'head',
    exchange: { request: { method: 'POST', body: null }, response: { status: 404, body: new Uint8Array() } },
  }));

test('what was sent and received is read: the request, the values, an answer without a body', () => {
  const request = { method: 'POST', url: 'http://host.example/', headers: [], body: text };
  const read = readExchange(recorded(Buffer.of(), { request }), { ...evidence, values: { loan: '7' } }, null);
  expect(read).toMatchObject({
    kind: 'whole',
    exchange: { request, values: { loan: '7' }, response: { status: 404 } },
  });
  expect(read).toHaveProperty('exchange.response.body', Buffer.of());
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
  expect(failed).toMatchObject({
    kind: 'whole',
    exchange: { failure: lost, response: { status: 404, body: new Uint8Array() } },
  });
  const { response: _, ...unanswered } = recorded(Buffer.of(), { failure: lost });
  expect(readExchange(unanswered, evidence, null)).not.toHaveProperty('exchange.response');
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

test('another byte of its request is found', () => {
  const sent = { method: 'POST', url: 'http://host.example/', headers: [], body: text };
  const { request, response: _, ...exchange } = recorded(Buffer.of(), { request: sent });
  const body = request.body && { ...request.body, text: '{"a":"e"}' };
  expect(changedBodies({ ...exchange, request: { ...request, body } })).toEqual(['its request']);
});

test.each<[what: string, different: Partial<RecordedBody>, changed: string[]]>([
  ['what is not its text is found', {}, ['its answer']],
  ['a cut text cannot be compared', { truncated: true }, []],
  ['bytes cannot be compared', { encoding: 'base64' }, []],
])('of an older report: %s', (_what, different, changed) => {
  const exchange = sampleExchange(404, '', { request: { ...sampleExchange(404, '').request, body: null } });
  const { response } = exchange;
  const body = sampleBody('{}', different);
  expect(changedBodies({ ...exchange, ...(response && { response: { ...response, body } }) })).toEqual(
    changed,
  );
});

import type { Json } from '../../../src/model/json.ts';
import { briefs, findings, loadOperation } from './support.ts';

beforeAll(loadOperation);

const check = 'fault_conformance';

/** The reference's table of faults. */
const names = {
  400: 'badRequest',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'itemNotFound',
  405: 'badMethod',
  413: 'overLimit',
  415: 'badMediaType',
  422: 'unprocessableEntity',
  500: 'instanceFault',
  501: 'notImplemented',
  503: 'serviceUnavailable',
};
const statuses = Object.entries(names).map(([status, name]): [number, string] => [Number(status), name]);

const wrongMember = 'deviation | FAULT-MEMBER | body';
const wrong = (requirement: string, place: string) => `deviation | ${requirement} | body ${place}`;

describe.each(statuses)('a %i', (status, name) => {
  const of = (body: Json) => briefs({ status, body }, check);

  test('conforms with its fault, which may have more members', () => {
    expect(of({ [name]: { code: status, message: 'No.' } })).toEqual([]);
    expect(of({ [name]: { code: status, message: 'No.', details: 'Why.' } })).toEqual([]);
    expect(of({ [name]: { code: status, message: 'No.', details: { a: 1 }, id: 7 } })).toEqual([]);
    expect(
      of(`{"${name}":{"code":${status},"message":"No.","details":{"wait":2.00000000000000000001}}}`),
    ).toEqual([]);
    // JSON knows no other integers.
    expect(of(`{"${name}":{"code":${status}.0,"message":"No."}}`)).toEqual([]);
  });

  test('must have no other member, and no more than one', () => {
    const other = status === 400 ? 'itemNotFound' : 'badRequest';
    expect(of({ [other]: { code: status, message: 'No.' } })).toEqual([wrongMember]);
    expect(of({ [name]: { code: status, message: 'No.' }, trace: 1 })).toEqual([wrongMember]);
    expect(of({ [name.toUpperCase()]: { code: status, message: 'No.' } })).toEqual([wrongMember]);
  });

  test('repeats the status as an integer', () => {
    const code = wrong('FAULT-CODE', `/${name}/code`);
    expect(of({ [name]: { code: String(status), message: 'No.' } })).toEqual([code, code]);
    expect(of({ [name]: { code: status + 1, message: 'No.' } })).toEqual([code]);
    expect(of({ [name]: { code: null, message: 'No.' } })).toEqual([code, code]);
    expect(of({ [name]: { message: 'No.' } })).toEqual([wrong('FAULT-CODE', `/${name}`)]);
  });

  test('has a message', () => {
    const message = wrong('FAULT-MESSAGE', `/${name}/message`);
    expect(of({ [name]: { code: status } })).toEqual([wrong('FAULT-MESSAGE', `/${name}`)]);
    expect(of({ [name]: { code: status, message: '' } })).toEqual([message]);
    expect(of({ [name]: { code: status, message: 7 } })).toEqual([message]);
    expect(of({ [name]: { code: status, message: null } })).toEqual([message]);
  });

  test('is an object in an object', () => {
    for (const fault of ['No.', null, 7, []]) {
      expect(of({ [name]: fault })).toEqual([wrong('FAULT-MEMBER', `/${name}`)]);
    }
    for (const body of [[], [{ [name]: {} }], '"text"', 7, 'null', 'true'])
      expect(of(body)).toEqual([wrongMember]);
    expect(of({})).toEqual([wrongMember]);
  });
});

describe('a body that is not JSON', () => {
  const unreadable = 'deviation | none | body';

  test.each<[string, Json | Uint8Array, string]>([
    ['is empty', '', 'The answer has no body.'],
    ['is HTML', '<html><body>400 Bad Request</body></html>', 'The body is not JSON.'],
    ['is cut', '{"badRequest":{"code":400,"message":"N', 'The body is not JSON.'],
    ['is plain text', 'Bad Request', 'The body is not JSON.'],
    ['has two texts', '{} {}', 'The body is not JSON.'],
    ['is not UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'The body is not UTF-8 (RFC 8259 §8.1).'],
  ])('that %s', (_name, body, message) => {
    expect(briefs({ status: 400, body }, check)).toEqual([unreadable]);
    expect(findings({ status: 400, body }, check)).toMatchObject([{ message, expected: 'a JSON body' }]);
  });

  test('is reported as incomplete if the target did not finish it', () => {
    const incomplete = { blame: 'target', message: 'the body ended after 2 of 70 bytes' } as const;
    expect(findings({ status: 400, body: '{}', incomplete }, check)).toMatchObject([
      { severity: 'deviation', message: 'The body ended after 2 of 70 bytes.' },
    ]);
  });

  test('is not checked if the suite stopped reading', () => {
    const incomplete = { blame: 'suite', message: 'the suite reads no further' } as const;
    expect(briefs({ status: 400, body: '{"badReq', incomplete })).toEqual([]);
  });

  test('is quoted completely, because redaction comes before shortening', () => {
    const body = `<p>${'x'.repeat(10_000)}`;
    expect(findings({ status: 400, body }, check)[0]?.actual).toBe(body);
  });
});

test('problem+json deviates in body and type', () => {
  const body = { type: 'about:blank', title: 'Bad Request', status: 400 };
  const headers = [['Content-Type', 'application/problem+json']] as const;
  expect(briefs({ status: 400, body, headers }).sort()).toEqual([
    wrongMember,
    'deviation | none | header Content-Type',
  ]);
});

test.each([
  [
    'another name',
    { fault: { code: 400, message: 'No.' } },
    'A fault with status 400 must be named "badRequest".',
  ],
  [
    'a second member',
    { badRequest: { code: 400, message: 'No.' }, x: 1 },
    'The body has a member beside the fault "badRequest".',
  ],
  [
    'another code',
    { badRequest: { code: 404, message: 'No.' } },
    "The fault's code is not the HTTP status 400.",
  ],
  [
    'another code of another type',
    { badRequest: { code: '400', message: 'No.' } },
    '/badRequest/code is not as documented.',
  ],
  ['a text for a fault', { badRequest: 'No.' }, '/badRequest is not as documented.'],
  ['a text for a body', '"No."', 'The body is not as documented.'],
  ['no message', { badRequest: { code: 400 } }, '/badRequest has no member "message".'],
])('%s is described in words', (_name, body, message) =>
  expect(findings({ status: 400, body }, check).map((finding) => finding.message)).toContain(message),
);

test('a member missing inside the fault does not excuse one beside it', () =>
  expect(briefs({ status: 400, body: { badRequest: { code: 400 }, x: 1 } }, check).sort()).toEqual([
    wrongMember,
    wrong('FAULT-MESSAGE', '/badRequest'),
  ]));

test('a fault is checked against the received status, not the expected one', () => {
  const body = { badRequest: { code: 400, message: 'No.' } };
  expect(briefs({ status: 400, body }, check, { expect: 422 })).toEqual([]);
  expect(briefs({ status: 422, body }, check, { expect: 400 })).not.toEqual([]);
});

test.each([
  ['an undocumented status', { status: 418, body: 'teapot' }, {}],
  ['HEAD', { status: 405, body: '', method: 'HEAD' }, {}],
  ['any body allowed', { status: 405, body: '<html>' }, { anyBody: 'AMB-UNRECOGNISED-METHOD' }],
  ['a success', { status: 202, body: '' }, {}],
])('%s is not reported', (_name, answer, judged) => expect(briefs(answer, check, judged)).toEqual([]));

import type { Contract, JsonObject } from '../../../src/pact/contract.ts';
import { StandIns } from '../../../src/pact/stand-ins.ts';

/** Requests whose values are stand-ins, and which interaction one belongs to. */

const asked = (name: string) => `\${${name}}`;

function withRequest(request: JsonObject): JsonObject {
  return { request };
}

const contractOf = (...interactions: readonly JsonObject[]): Contract => ({
  consumer: 'c',
  provider: 'p',
  interactions: interactions.map((interaction) => ({ id: 'a', caseId: 'a', description: 'a', interaction })),
});

const resize = withRequest({
  body: { content: { resize: { size: 2, ref: 'small', note: 'x' } } },
  generators: {
    path: { expression: `/${asked('account')}/a` },
    body: {
      '$.resize.size': { expression: asked('size'), dataType: 'INTEGER' },
      '$.resize.ref': { expression: asked('ref') },
      '$.resize.note': { type: 'Regex', regex: 'x{2000}' },
    },
  },
});
const standIns = new StandIns(contractOf(resize));

test('every value that is asked for has one, and a number where a number is sent', () => {
  const { values } = standIns;
  expect(Object.keys(values).sort()).toEqual(['account', 'ref', 'size']);
  expect(Number(values.size)).toBeGreaterThan(0);
  expect(standIns.generated(resize, 'path')).toBe(`/${values.account}/a`);
});

const sent = (size: unknown, ref: unknown, note: string, name = 'resize') =>
  Buffer.from(JSON.stringify({ [name]: { note, ref, size } }));

test.each<[what: string, body: Buffer, same: boolean]>([
  [
    'stand-ins and a long text',
    sent(Number(standIns.values.size), standIns.values.ref, 'x'.repeat(2000)),
    true,
  ],
  ['the examples', sent(2, 'small', 'x'), true],
  ['another action', sent(2, 'small', 'x', 'restart'), false],
  ['another number', sent(3, 'small', 'x'), false],
  ['another text', sent(2, 'large', 'x'), false],
  ['another long text', sent(2, 'small', 'y'.repeat(2000)), false],
  ['a member more', Buffer.from('{"resize":{"note":"x","ref":"small","size":2,"more":1}}'), false],
  ['what is no JSON', Buffer.from('{"resize":'), false],
  ['nothing', Buffer.alloc(0), false],
])('a body with generators: %s', (_what, body, same) => expect(standIns.isBody(resize, body)).toBe(same));

test.each<[what: string, body: JsonObject | undefined, text: string, same: boolean]>([
  ['no body', undefined, '', true],
  ['a body where there is none', undefined, 'x', false],
  ['the same JSON', { content: { a: 1 } }, '{"a":1}', true],
  ['JSON with space', { content: { a: 1 } }, '{"a": 1}', false],
  ['text', { content: '{"a":', encoded: false }, '{"a":', true],
  ['bytes', { content: Buffer.from('{"a":').toString('base64'), encoded: 'base64' }, '{"a":', true],
])('a body without generators, byte for byte: %s', (_what, body, text, same) => {
  expect(standIns.isBody(withRequest({ ...(body && { body }) }), Buffer.from(text))).toBe(same);
});

import { parseSetUp, readSetUp } from '../../../src/provider-states/answer.ts';

const from = { answer: 'the answer', testableBy: 'another' };
const read = (members: object) => parseSetUp(JSON.stringify(members), from);

/** An object of so many members. */
const members = (number: number, value = 'x') =>
  Object.fromEntries(Array.from({ length: number }, (_, index) => [`n${index}`, value]));

test('numbers are what was written', () =>
  expect(parseSetUp('{"a":1e3,"b":1.0,"c":-0,"d":9007199254740993,"e":1E+400}', from)).toEqual({
    outcome: 'ready',
    values: { a: '1e3', b: '1.0', c: '-0', d: '9007199254740993', e: '1E+400' },
  }));

test.each([
  [
    { id: 7, other: 10n ** 20n, zero: -0 },
    { id: '7', other: '100000000000000000000', zero: '-0' },
  ],
])('numbers of a program are exact', (given, values) =>
  expect(readSetUp(given, from)).toEqual({ outcome: 'ready', values }),
);

// What is kept of an answer is bounded: it is kept for as long as the run takes.
test.each([
  ['100 members', members(100), 'ready', undefined],
  ['101 members', members(101), 'failed', 'has 101 members, of which at most 100 are read'],
  ['a long name', { ['n'.repeat(201)]: 'x' }, 'failed', 'has a name of 201 characters'],
  ['the longest value', { a: 'x'.repeat(8192) }, 'ready', undefined],
  [
    'a longer one',
    { a: 'x'.repeat(8193) },
    'failed',
    'has a value of 8193 characters, of which at most 8192',
  ],
  ['much in all', members(5, 'x'.repeat(8000)), 'failed', 'has names and values of 40010 characters'],
])('of %s, no more is kept than a limit allows', (_name, given, outcome, reason) => {
  const answer = read(given);
  expect(answer.outcome).toBe(outcome);
  if (answer.outcome === 'failed')
    expect(answer).toEqual({ outcome, reason: expect.stringContaining(reason ?? ''), made: true });
});

test('a number of many digits is a long value', () =>
  expect(parseSetUp(`{"a":${'1'.repeat(8193)}}`, from)).toMatchObject({
    reason: expect.stringContaining('has a value of 8193 characters'),
  }));

describe('a credential in an answer that is not used', () => {
  const token = 'S3cr3t-t0ken';
  test.each([
    ['beside notSupported', { notSupported: `No ${token} here.` }, 'not-supported'],
    ['beside an unknown scope', { scope: token }, 'failed'],
    ['beside a value that cannot be sent', { instanceId: 'a\n' }, 'failed'],
  ])('is known, so that it can be kept out of reports: %s', (_name, others, outcome) =>
    expect(read({ ...others, token })).toMatchObject({ outcome, unused: { token } }),
  );

  test('that cannot be sent itself, too', () =>
    expect(read({ token: `${token}\n` })).toMatchObject({
      outcome: 'failed',
      unused: { token: `${token}\n` },
    }));

  test.each([
    ['a scope', { scope: token, id: 'x' }, 'has an unknown scope;'],
    ['a long name', { [token.repeat(4)]: true, ok: true }, 'none of "a name of 48 characters", "ok" is text'],
    ['many names', members(8, ''), 'gives an empty n0'],
  ])('is not quoted, where it stands as %s', (_name, given, reason) => {
    const answer = read(given);
    expect(answer).toMatchObject({ outcome: 'failed', reason: expect.stringContaining(reason) });
    expect(answer.outcome === 'failed' && answer.reason).not.toContain(token);
  });
});

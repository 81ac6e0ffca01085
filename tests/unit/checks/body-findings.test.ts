import { bodyFindings } from '../../../src/checks/body-findings.ts';
import type { Json } from '../../../src/model/json.ts';
import type { Violation } from '../../../src/openapi/violations.ts';
import { answered } from '../../support/exchanges.ts';

/** Judged by a validator of the test's own: what becomes of its violations, not what they are. */
const violation = (different: Partial<Violation>): Violation => ({
  pointer: '',
  keyword: 'type',
  expected: 'something else',
  advisory: false,
  ...different,
});

const found = (body: Json, violations: readonly Violation[], wording = (): string | undefined => undefined) =>
  bodyFindings('sample_check', answered({ body }), () => violations, wording);

const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

test.each<
  [string, Json, Partial<Violation>, { location: string; actual: string; message: string; missing?: string }]
>([
  [
    'a member that is missing in the body',
    { a: 1, b: 2 },
    { keyword: 'required', member: 'c' },
    { location: 'body', actual: 'members "a", "b"', message: 'The body has no member "c".', missing: 'c' },
  ],
  [
    'a member that is missing in an object of many, which are not all reported',
    Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`m${index}`, 0])),
    { keyword: 'required', member: 'c' },
    {
      location: 'body',
      actual: `members ${Array.from({ length: 20 }, (_, index) => `"m${index}"`).join(', ')}`,
      message: 'The body has no member "c".',
      missing: 'c',
    },
  ],
  [
    'a member that is missing in an empty object',
    { a: {} },
    { pointer: '/a', keyword: 'required', member: 'c' },
    { location: 'body /a', actual: 'members none', message: '/a has no member "c".', missing: 'c' },
  ],
  [
    'a member too many',
    { a: { 'x"y': 1 } },
    { pointer: '/a', keyword: 'additionalProperties', member: 'x"y' },
    { location: 'body /a', actual: 'a member "x\\"y"', message: '/a has an undocumented member.' },
  ],
  [
    'another type',
    { a: [true, 'x'] },
    { pointer: '/a/1' },
    { location: 'body /a/1', actual: '"x"', message: '/a/1 is not as documented.' },
  ],
  [
    'a body of another type',
    [],
    {},
    { location: 'body', actual: '[]', message: 'The body is not as documented.' },
  ],
  [
    'a number that no double holds',
    '{"a":1e400}',
    { pointer: '/a' },
    {
      location: 'body /a',
      actual: 'a number too large for a double',
      message: '/a is not as documented.',
    },
  ],
  [
    'a negative one',
    '{"a":-1e400}',
    { pointer: '/a' },
    {
      location: 'body /a',
      actual: 'a number too large for a double',
      message: '/a is not as documented.',
    },
  ],
  [
    'a place without a value',
    { b: 1 },
    { pointer: '/a' },
    { location: 'body /a', actual: 'nothing', message: '/a is not as documented.' },
  ],
  [
    'a value of more levels than are shown',
    `{"a":[1,null,${nested(1000)}]}`,
    { pointer: '/a' },
    { location: 'body /a', actual: 'a value nested too deeply to show', message: '/a is not as documented.' },
  ],
  [
    'a value of as many levels as are shown',
    `{"a":[1,null,${nested(999)}]}`,
    { pointer: '/a' },
    {
      location: 'body /a',
      actual: `[1,null,${nested(999)}]`,
      message: '/a is not as documented.',
    },
  ],
])('%s is described in words', (_name, body, different, said) =>
  expect(found(body, [violation(different)])).toStrictEqual([
    { check: 'sample_check', severity: 'deviation', expected: 'something else', ...said },
  ]),
);

test('a check can replace the message of a violation, but not its requirement and severity', () =>
  expect(
    found({ a: 1 }, [violation({ requirement: 'REQ-1', advisory: true })], () => 'In other words.'),
  ).toStrictEqual([
    {
      check: 'sample_check',
      severity: 'warning',
      requirement: 'REQ-1',
      location: 'body',
      expected: 'something else',
      actual: '{"a":1}',
      message: 'In other words.',
    },
  ]));

test('of a member that is missing, a message of the check says all', () =>
  expect(
    found({}, [violation({ keyword: 'required', member: 'a' })], () => 'In other words.')[0],
  ).not.toHaveProperty('missing'));

test('a missing body is reported', () =>
  expect(found('', [])).toStrictEqual([
    {
      check: 'sample_check',
      severity: 'deviation',
      location: 'body',
      expected: 'a JSON body',
      actual: 'no body',
      message: 'The answer has no body.',
    },
  ]));

describe('with many violations', () => {
  const many = (count: number, advisory: boolean) =>
    Array.from({ length: count }, (_, index) => violation({ pointer: `/${advisory}${index}`, advisory }));

  test.each([
    [20, 0, 20, 0, undefined],
    [21, 0, 20, 0, 1],
    [0, 50, 0, 20, 30],
    [19, 1, 19, 1, undefined],
    // Warnings never crowd out what deviates.
    [3, 500, 3, 20, 480],
    [25, 25, 20, 20, 10],
  ])(
    'of %i deviations and %i warnings, %i and %i are reported',
    (deviating, advised, deviations, warnings, left) => {
      const findings = found({}, [...many(advised, true), ...many(deviating, false)]);
      expect(findings.filter(({ severity }) => severity === 'deviation')).toHaveLength(deviations);
      expect(findings.filter(({ severity }) => severity === 'warning')).toHaveLength(warnings);
      expect(findings.filter(({ severity }) => severity === 'note')).toStrictEqual(
        left === undefined
          ? []
          : [
              {
                check: 'sample_check',
                severity: 'note',
                location: 'body',
                message: `The body has ${left} more violations.`,
              },
            ],
      );
    },
  );

  test('beyond what a validator returns, their number is not known', () =>
    expect(found({}, many(1000, false)).at(-1)).toMatchObject({
      severity: 'note',
      message: 'The body has at least 980 more violations.',
    }));

  test('values are quoted whole while there is room, and the same one takes it only once', () => {
    const [name, long] = ['n'.repeat(100), 'x'.repeat(100_000)];
    const value = { a: long, b: { [name]: long }, c: 'short' };
    const quoted = found(
      value,
      ['/a', '/a', '/b', '/c'].map((pointer) => violation({ pointer })),
    );
    expect(quoted.map(({ actual }) => actual)).toEqual([
      JSON.stringify(long),
      JSON.stringify(long),
      `a value of ${JSON.stringify(value.b).length} characters`,
      '"short"',
    ]);
  });

  test('a value that takes all of the room is quoted', () => {
    const text = 'x'.repeat(128 * 1024 - 2);
    expect(found([text], [violation({ pointer: '/0' })])).toMatchObject([{ actual: `"${text}"` }]);
    expect(found([`${text}x`], [violation({ pointer: '/0' })])).toMatchObject([
      { actual: `a value of ${text.length + 3} characters` },
    ]);
  });

  test('the first are reported, in their order', () => {
    const reported = found({}, [...many(1, true), ...many(30, false), ...many(1, true)]);
    expect(reported.map(({ location }) => location)).toEqual([
      'body /true0',
      ...Array.from({ length: 20 }, (_, index) => `body /false${index}`),
      'body /true0',
      'body',
    ]);
  });
});

test('a conflicting member is reported before all else', () =>
  expect(found('{"a":1,"a":2}', [violation({})])).toStrictEqual([
    {
      check: 'sample_check',
      severity: 'deviation',
      location: 'body',
      expected: 'one member "a" in an object',
      actual: 'two, with different values',
      message:
        'The body has the member "a" twice, with different values: parsers differ in which one counts (RFC 8259 §4).',
    },
    expect.objectContaining({ location: 'body', actual: '{"a":2}' }),
  ]));

describe('a number that only some parsers read as an integer', () => {
  /** Asks for integers in every member of the body. */
  const integers = (value: unknown): Violation[] =>
    Object.entries(Object(value)).flatMap(([name, member]) =>
      Number.isInteger(member) ? [] : [violation({ pointer: `/${name}` })],
    );
  const of = (body: string) =>
    bodyFindings('sample_check', answered({ body }), integers, () => undefined).map(
      ({ location, actual }) => `${location}: ${actual}`,
    );
  const few = '1.00000000000000000001';

  test('is reported as it was written', () =>
    expect(
      bodyFindings('sample_check', answered({ body: `{"a":${few}}` }), integers, () => undefined),
    ).toStrictEqual([
      {
        check: 'sample_check',
        severity: 'deviation',
        location: 'body /a',
        expected: 'a number that every parser reads as the same integer',
        actual: few,
        message: 'Only some parsers read this number as an integer (RFC 8259 §6).',
      },
    ]));

  test('is reported beside a number that is no integer, which is reported once', () =>
    expect(of(`{"a":${few},"b":2.5,"c":3}`)).toEqual([`body /a: ${few}`, 'body /b: 2.5']));

  test('is reported at most twenty times', () => {
    const members = Array.from({ length: 21 }, (_, index) => `"m${index}":${few}`);
    expect(of(`{${members.join(',')}}`)).toHaveLength(20);
  });
});

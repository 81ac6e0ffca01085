import { createRedactor, type Secret } from '../../../src/secrets/redaction.ts';
import { encodings, expectNoSecretToSurvive, hexadecimal, percent } from '../../support/planted-secrets.ts';

const token: Secret = { value: 'tok/en+12 "3\\&<é', name: 'CLOUDDB_TOKEN' };
const simple: Secret = { value: 'abcdef0123456789', name: 'SIMPLE' };

describe('every form of a secret goes', () => {
  const { redact, contains } = createRedactor([token]);
  test.each(Object.entries(encodings))('%s', (_name, encode) => {
    const text = `<${encode(token.value)}>`;
    expect(redact(text)).toBe('<$CLOUDDB_TOKEN>');
    expect(contains(text)).toBe(true);
  });

  const alignments = [0, 1, 2].flatMap((before) => [0, 1, 2].map((after) => ({ before, after })));
  test.each(alignments)('base64 with $before bytes before and $after after', ({ before, after }) => {
    const bytes = Buffer.from('x'.repeat(before) + token.value + 'y'.repeat(after));
    for (const encoded of [
      bytes.toString('base64'),
      bytes.toString('base64url'),
      encodeURIComponent(bytes.toString('base64')),
      bytes.toString('base64').replaceAll('/', '\\/'),
    ]) {
      const left = redact(encoded).replace('$CLOUDDB_TOKEN', '');
      expect(left).not.toBe(encoded);
      // What is left are the neighbours' own characters.
      expect(left.length).toBeLessThanOrEqual(12);
      expect(contains(encoded)).toBe(true);
    }
  });

  test('the base64 of a short value is no evidence of it', () => {
    const short = createRedactor([{ value: 'abc', name: 'SHORT' }]);
    expect(short.redact(Buffer.from('abc').toString('base64'))).toBe('YWJj');
    expect(short.redact('xabcx')).toBe('x$SHORTx');
  });
});

test('what holds no secret stays as it is', () => {
  const { redact, contains, segments } = createRedactor([token, simple]);
  for (const text of ['', 'abcdef', '$SIMPLE', '%61%62', '\\u0061', '"a&b"']) {
    expect(redact(text)).toBe(text);
    expect(contains(text)).toBe(false);
    expect(segments(text)).toEqual(text === '' ? [] : [text]);
  }
  expect(createRedactor([]).redact('a')).toBe('a');
  expect(createRedactor([{ value: '', name: 'EMPTY' }]).redact('a')).toBe('a');
});

test('segments tell plain from encoded', () => {
  const { segments } = createRedactor([simple]);
  expect(segments(`a${simple.value}b${percent(simple.value)}`)).toEqual([
    'a',
    { secret: 'SIMPLE', plain: true },
    'b',
    { secret: 'SIMPLE', plain: false },
  ]);
});

describe('secrets that meet', () => {
  const cases = [
    {
      title: 'one within another',
      values: ['secret-long-one', 'long'],
      text: 'a secret-long-one, long',
      is: 'a $S0, $S1',
    },
    { title: 'overlapping', values: ['abcdefgh', 'efghijkl'], text: '<abcdefghijkl>', is: '<$S0>' },
    { title: 'overlapping with itself', values: ['abcabcab'], text: '<abcabcabcab>', is: '<$S0>' },
    { title: 'side by side', values: ['abcdefgh', 'ijklmnop'], text: 'abcdefghijklmnop', is: '$S0$S1' },
    { title: 'given twice', values: ['abcdefgh', 'abcdefgh'], text: 'abcdefgh', is: '$S0' },
    {
      title: 'of pattern characters',
      values: ['(.*)+[a]{2}^$|\\?'],
      text: 'x (.*)+[a]{2}^$|\\? x',
      is: 'x $S0 x',
    },
  ];
  test.each(cases)('$title', ({ values, text, is }) => {
    expect(createRedactor(values.map((value, index) => ({ value, name: `S${index}` }))).redact(text)).toBe(
      is,
    );
  });
});

test('a name has to be a variable', () => {
  expect(() => createRedactor([{ value: 'abcdefgh', name: 'A"; rm' }])).toThrow('name of a shell variable');
});

describe('cut', () => {
  const { cut } = createRedactor([simple]);

  test('a text within the limit is whole', () => {
    expect(cut('abc', 3)).toEqual({ text: 'abc', truncated: false });
    expect(cut(simple.value, 16)).toEqual({ text: '$SIMPLE', truncated: false });
  });

  test.each([simple.value, percent(simple.value), hexadecimal(simple.value)])(
    'no limit leaves a part of %s',
    (form) => {
      const text = `ab${form}cd${'.'.repeat(1000)}`;
      for (let limit = 0; limit < form.length + 6; limit += 1) {
        const whole = limit >= 2 + form.length;
        expect(cut(text, limit)).toEqual({
          text: whole ? `ab$SIMPLE${'cd..'.slice(0, limit - 2 - form.length)}` : 'ab'.slice(0, limit),
          truncated: true,
        });
      }
    },
  );

  test('surrogate pairs stay whole', () => {
    expect(cut('a😀b', 2)).toEqual({ text: 'a', truncated: true });
    expect(cut('a😀b', 3)).toEqual({ text: 'a😀', truncated: true });
  });
});

test('deepRedact goes into everything, and changes nothing else', () => {
  const { deepRedact } = createRedactor([simple]);
  const value = {
    list: [simple.value, 1, null, true, { deep: `x${simple.value}` }],
    [`key ${simple.value}`]: undefined,
    text: 'abc',
  };
  const copy = structuredClone(value);
  expect(deepRedact(value)).toEqual({
    list: ['$SIMPLE', 1, null, true, { deep: 'x$SIMPLE' }],
    'key $SIMPLE': undefined,
    text: 'abc',
  });
  expect(value).toEqual(copy);
  const hostile: unknown = JSON.parse(`{"__proto__": {"a": "${simple.value}"}}`);
  expect(JSON.stringify(deepRedact(hostile))).toBe('{"__proto__":{"a":"$SIMPLE"}}');
});

// `tests/slow/redaction.test.ts` goes on from here.
test.each(Array.from({ length: 20 }, (_, seed) => seed))(
  'planted secrets never survive (seed %d)',
  expectNoSecretToSurvive,
);

test('a long text of few characters holds no secret but those that stand in it', () => {
  const { contains } = createRedactor([simple, { value: 'xxxxxxxxxx', name: 'SAME' }]);
  const long = 'y'.repeat(300_000);
  expect(contains(long)).toBe(false);
  expect(contains(`${long}${percent(simple.value)}${long}`)).toBe(true);
  expect(contains(`${long}${'x'.repeat(9)}${long}`)).toBe(false);
  expect(contains(`${long}${'x'.repeat(10)}${long}`)).toBe(true);
});

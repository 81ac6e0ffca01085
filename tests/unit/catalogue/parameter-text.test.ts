import { writtenParameter, writtenText } from '../../../src/catalogue/parameter-text.ts';
import type { Value } from '../../../src/model/json.ts';
import type { Parameter, ParameterForm, ParameterPlace } from '../../../src/openapi/operations.ts';

const written = (
  place: ParameterPlace,
  form: Partial<Exclude<ParameterForm, { mediaType: string }>>,
  value: Value,
) =>
  writtenParameter(
    {
      ...{ name: 'id', in: place, required: true, schema: {}, examples: [], unknownValues: [] },
      form: { style: 'simple', explode: false, allowReserved: false, ...form },
      invalid: { requirements: [], tolerates: [] },
    } satisfies Parameter,
    value,
  );

const list = ['a', 'b c'];
const members = { R: 100, g: 'x' };

/** The table of OpenAPI 3.1, "Style Examples". */
test.each<readonly [ParameterPlace, string, boolean, Value, string | undefined]>([
  ['path', 'simple', false, 'a/b', 'a%2Fb'],
  ['path', 'simple', false, list, 'a,b%20c'],
  ['path', 'simple', false, members, 'R,100,g,x'],
  ['path', 'simple', true, members, 'R=100,g=x'],
  ['path', 'label', false, 'a', '.a'],
  ['path', 'label', false, list, '.a,b%20c'],
  ['path', 'label', true, list, '.a.b%20c'],
  ['path', 'label', true, members, '.R=100.g=x'],
  ['path', 'matrix', false, 'a', ';id=a'],
  ['path', 'matrix', false, list, ';id=a,b%20c'],
  ['path', 'matrix', true, list, ';id=a;id=b%20c'],
  ['path', 'matrix', true, members, ';R=100;g=x'],
  ['query', 'form', true, 'a&b', 'id=a%26b'],
  ['query', 'form', true, list, 'id=a&id=b%20c'],
  ['query', 'form', false, list, 'id=a,b%20c'],
  ['query', 'form', false, members, 'id=R,100,g,x'],
  ['query', 'form', true, members, 'R=100&g=x'],
  ['query', 'spaceDelimited', false, list, 'id=a%20b%20c'],
  ['query', 'pipeDelimited', false, list, 'id=a%7Cb%20c'],
  ['query', 'deepObject', true, members, 'id%5BR%5D=100&id%5Bg%5D=x'],
  ['query', 'deepObject', true, list, undefined],
  ['query', 'form', true, [], undefined],
  ['query', 'form', true, null, undefined],
  ['query', 'form', true, [['a']], undefined],
  ['query', 'form', true, 9007199254740993n, 'id=9007199254740993'],
  ['header', 'simple', false, list, 'a,b c'],
  ['header', 'simple', false, ' a', undefined],
  ['header', 'simple', false, 'a\nb', undefined],
  ['cookie', 'form', true, 'a;b', 'id=a%3Bb'],
  ['cookie', 'form', false, list, 'id=a,b%20c'],
  ['query', 'unknown', false, 'a', undefined],
  ['path', 'simple', true, list, 'a,b%20c'],
  ['path', 'simple', false, '', undefined],
  ['path', 'simple', false, '..', '%2E%2E'],
  ['query', 'form', false, [], undefined],
  ['query', 'form', true, "!'()*", 'id=%21%27%28%29%2A'],
  ['header', 'simple', false, 'ab cd', 'ab cd'],
  ['header', 'simple', false, '', undefined],
  ['cookie', 'form', true, list, 'id=a; id=b%20c'],
  ['cookie', 'cookie', false, 'a', 'id=a'],
])('%s %s, explode %s: %j', (place, style, explode, value, text) =>
  expect(written(place, { style, explode }, value)).toBe(text),
);

test('reserved characters stay where they are allowed, but for those that end a value', () =>
  expect(written('query', { style: 'form', allowReserved: true }, '/a?b&c#d;e')).toBe('id=/a?b%26c%23d;e'));

test('a path has no reserved characters, whatever it allows', () =>
  expect(written('path', { allowReserved: true }, 'a/b')).toBe('a%2Fb'));

const ofMediaType = (place: ParameterPlace, mediaType: string, value: Value) =>
  writtenParameter(
    {
      ...{ name: 'an id', in: place, required: true, schema: {}, examples: [], unknownValues: [] },
      form: { mediaType },
      invalid: { requirements: [], tolerates: [] },
    },
    value,
  );

test.each<[ParameterPlace, string, Value, string | undefined]>([
  ['query', 'application/json', ['a'], 'an%20id=%5B%22a%22%5D'],
  ['cookie', 'application/json', 'a', 'an%20id=%22a%22'],
  ['header', 'application/json', ['a'], '["a"]'],
  ['path', 'application/json', 'a', '%22a%22'],
  ['query', 'text/plain', 'a', 'an%20id=a'],
  ['query', 'text/plain', ['a'], undefined],
])('%s in %s: %j', (place, mediaType, value, text) =>
  expect(ofMediaType(place, mediaType, value)).toBe(text),
);

test.each<[ParameterPlace, string]>([
  ['query', 'a%20b=c%26d'],
  ['cookie', 'a%20b=c%26d'],
  ['header', 'c&d'],
])('a text of a run stands in a %s', (place, text) =>
  expect(writtenText({ in: place, name: 'a b' }, 'c&d')).toBe(text),
);

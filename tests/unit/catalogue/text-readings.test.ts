import { allowsText, excludesText } from '../../../src/catalogue/text-readings.ts';
import { appliedBy } from '../../../src/openapi/applied.ts';
import type { Schema } from '../../../src/openapi/operations.ts';

const number: Schema = { type: 'number' };
const long = 9007199254740993n;

test.each<[text: string, schema: Schema, isValue: boolean]>([
  ...['1.5', '1.25', '12.5', '-1.5', '1e5', '1E5', '1e+5', '1e-5', '1e12', '-12.25e-10'].map(
    (text): [string, Schema, boolean] => [text, number, true],
  ),
  ...['text', 'x1.5', '1.5x', '1.', '.5', '1e', '1e5x', ''].map((text): [string, Schema, boolean] => [
    text,
    number,
    false,
  ]),
  ['15', { type: 'integer' }, true],
  ['-15', { type: 'integer' }, true],
  ['1.5', { type: 'integer' }, false],
  ['9007199254740993', { const: long }, true],
  ['-9007199254740993', { const: -long }, true],
  ['9007199254740992', { const: long }, false],
  ['15', { type: 'string' }, true],
  ['true', { const: true }, true],
  ['true', { const: false }, false],
  ['false', { const: false }, true],
  ['false', { const: true }, false],
  ['yes', { type: 'boolean' }, false],
])('the text %j is a value of %j: %s', (text, schema, isValue) =>
  expect(allowsText(appliedBy(schema), text)).toBe(isValue),
);

const integers = { type: 'integer' };

test.each<[what: string, schema: Schema, text: string, excluded: boolean]>([
  ['text for a number', number, 'text', true],
  ['digits for a number', number, '5', false],
  ['text of a wrong length', { type: 'string', maxLength: 1 }, 'ab', true],
  // As text it is too long, as a number it is not.
  ['text that may be a number', { type: ['string', 'number'], maxLength: 1 }, '15', false],
  ['text where there may be an object', { type: ['string', 'object'], maxLength: 1 }, 'ab', false],
  ['text for an object', { type: 'object' }, 'ab', false],
  ['another value where no type is given', { enum: ['a'] }, 'b', false],
  ['a wrong item', { type: 'array', items: integers }, 'x', true],
  ['an item', { type: 'array', items: integers }, '5', false],
  ['too few items', { type: 'array', items: { type: 'string' }, minItems: 2 }, 'x', true],
  ['an item where there is none', { type: 'array', maxItems: 0 }, 'x', true],
  ['a wrong item and a wrong text', { type: ['array', 'string'], items: integers, maxLength: 1 }, 'ab', true],
  ['a wrong item and a text', { type: ['array', 'string'], items: integers }, 'ab', false],
  ['another long number', { type: 'array', items: { const: long } }, '9007199254740992', true],
])('%s: of %j, %j is excluded: %s', (_, schema, text, excluded) =>
  expect(excludesText(appliedBy(schema), text)).toBe(excluded),
);

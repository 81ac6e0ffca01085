import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { bytesOf, type Case } from '../../../src/catalogue/case.ts';
import { catalogueOf } from '../../../src/catalogue/catalogue.ts';
import { operationsOf } from '../../../src/openapi/operations-of.ts';

type Schema = Readonly<Record<string, unknown>>;

/** Schemas of all the forms in which a derived fault might be valid. */
const schemas = fc.letrec<{ schema: Schema; leaf: Schema; object: Schema }>((tie) => ({
  schema: fc.oneof({ maxDepth: 3, depthSize: 'small' }, tie('leaf'), tie('object'), {
    weight: 1,
    arbitrary: fc.oneof(
      fc.record({ allOf: fc.array(tie('object'), { minLength: 1, maxLength: 2 }) }),
      fc.record({ anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }) }),
      fc.record({ oneOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }) }),
      fc.record({ type: fc.constant('array'), items: tie('schema'), minItems: fc.nat(1) }),
    ),
  }),
  leaf: fc.oneof(
    fc.record({ type: fc.subarray(['string', 'integer', 'number', 'boolean', 'null'], { minLength: 1 }) }),
    fc.record({
      type: fc.constant('string'),
      minLength: fc.nat(2),
      maxLength: fc.integer({ min: 2, max: 9 }),
    }),
    fc.record({ type: fc.constant('string'), pattern: fc.constantFrom('^[a-z]+$', '^\\d{3}$', '') }),
    fc.record({ type: fc.constant('integer'), minimum: fc.nat(9), maximum: fc.integer({ min: 9, max: 99 }) }),
    fc.record({ enum: fc.constantFrom(['a', 'b'], [1, null], [true], ['text', 5.7]) }),
    fc.constant({}),
  ),
  object: fc.record(
    {
      type: fc.constantFrom('object', ['object', 'null']),
      properties: fc.record({ a: tie('schema'), b: tie('schema') }, { requiredKeys: ['a'] }),
      required: fc.subarray(['a', 'b', 'c']),
      minProperties: fc.nat(1),
    },
    { requiredKeys: ['properties'] },
  ),
}));

const answers = { '200': { description: 'Here.' }, '400': { description: 'Not valid.' } };

const casesOf = (operation: Schema, sibling?: Schema): readonly Case[] => {
  const post = { operationId: 'books', responses: answers, ...operation };
  const other = { operationId: 'other', responses: answers, ...sibling };
  const document = {
    openapi: '3.1.0',
    info: { title: 'Books', version: '1.0.0' },
    paths: { '/books': { post }, ...(sibling && { '/books#other': { post: other } }) },
  };
  const { cases } = catalogueOf(operationsOf(document));
  return cases.filter(({ operationId }) => operationId === 'books');
};

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

const textOf = ({ request: { body } }: Case): string => (body ? Buffer.from(bytesOf(body)).toString() : '');

test('what is sent as valid is valid, and what is sent as a fault is not: bodies', () =>
  fc.assert(
    fc.property(schemas.schema, (schema) => {
      const validate = new Ajv2020({ strict: false, validateSchema: false, logger: false }).compile(schema);
      const body = { required: true, content: { 'application/json': { schema } } };
      for (const one of casesOf({ requestBody: body })) {
        const text = textOf(one);
        if (one.derivedBy === 'accepted-examples') expect(validate(JSON.parse(text))).toBe(true);
        const isFault = one.derivedBy === 'property-faults' || one.derivedBy === 'body-faults';
        if (isFault && isJson(text))
          expect([one.id, text, validate(JSON.parse(text))]).toEqual([one.id, text, false]);
      }
    }),
    { numRuns: 50 },
  ));

test('what is sent as a fault is not valid for a sibling, and all else is sent', () =>
  fc.assert(
    fc.property(schemas.schema, schemas.schema, (own, other) => {
      const validate = new Ajv2020({ strict: false, validateSchema: false, logger: false }).compile(other);
      const body = (schema: Schema) => ({
        requestBody: { required: true, content: { 'application/json': { schema } } },
      });
      const isNoFault = (one: Case) =>
        one.status === 400 && isJson(textOf(one)) && validate(JSON.parse(textOf(one)));
      const alone = casesOf(body(own));
      expect(casesOf(body(own), body(other)).map(({ id }) => id)).toEqual(
        alone.filter((one) => !isNoFault(one)).map(({ id }) => id),
      );
    }),
    { numRuns: 50 },
  ));

/** What a server may read of a text by a schema. */
const readings = (text: string): unknown[] => [
  text,
  ...(/^-?\d+(\.\d+)?$/.test(text) ? [Number(text)] : []),
  ...(text === 'true' || text === 'false' ? [text === 'true'] : []),
];

test('what is sent as valid is valid, and what is sent as a fault is not: query parameters', () =>
  fc.assert(
    fc.property(schemas.leaf, fc.boolean(), (leaf, isList) => {
      const schema = isList ? { type: 'array', items: leaf } : leaf;
      const validate = new Ajv2020({ strict: false, validateSchema: false, logger: false }).compile(schema);
      const parameter = { name: 'q', in: 'query', required: true, schema };
      const isValid = (text: string) =>
        readings(text).some((value) => validate(value) || (isList && validate([value])));
      for (const { derivedBy, id, request } of casesOf({ parameters: [parameter] })) {
        const written = request.query?.[0]?.written ?? undefined;
        const text = written === undefined ? undefined : (new URLSearchParams(written).get('q') ?? '');
        if (derivedBy === 'query-parameters' && text !== undefined)
          expect([id, text, isValid(text)]).toEqual([id, text, false]);
        if (derivedBy === 'accepted-examples' && text !== undefined)
          expect([text, isValid(text)]).toEqual([text, true]);
      }
    }),
    { numRuns: 50 },
  ));

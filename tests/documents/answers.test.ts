import {
  type BookAnswers,
  bookDocument,
  bookServer,
  inJson,
  inType,
  runDocument,
} from '../support/document-servers-answers.ts';
import { having, idsOf } from '../support/run.ts';

const named = { schema: { type: 'object', required: ['id'], properties: { id: { type: 'integer' } } } };
const faulty = { schema: { type: 'object', required: ['fault'] } };
const answer = (content?: object, more = {}) => ({
  description: 'An answer.',
  ...(content && { content }),
  ...more,
});
const json = (mediaType: object) => answer({ 'application/json': mediaType });
const fault = (status: number) => inJson({ fault: status }, status);
const header = (schema: object, more = {}) =>
  answer(undefined, { headers: { 'X-Of': { required: true, schema, ...more } } });
const withHeader = (value: string) => ({ status: 200, headers: { 'X-Of': value } });

interface Row {
  readonly what: string;
  readonly responses: object;
  readonly right: BookAnswers;
  /** What of it is wrong in a server that breaks the rule. */
  readonly wrong: Partial<BookAnswers>;
  /** The code of the cases that deviate then. */
  readonly code: number;
}

const ok = inJson({ id: 1 });

const rows: readonly Row[] = [
  {
    what: 'a range documents any code of it',
    responses: { 200: answer(), '4XX': answer() },
    right: { ok: { status: 200 }, bad: { status: 422 }, media: { status: 406 }, method: { status: 404 } },
    wrong: { method: { status: 302 } },
    code: 405,
  },
  {
    what: 'a range has a schema of its own',
    responses: { 200: answer(), 400: answer(), 405: answer(), '4XX': json(faulty) },
    right: { ok: { status: 200 }, media: fault(422) },
    wrong: { media: inJson({}, 422) },
    code: 415,
  },
  {
    what: 'a range of successes has a success case',
    responses: { '2XX': json(named) },
    right: { ok: inJson({ id: 1 }, 201) },
    wrong: { ok: inJson({ id: 'one' }, 201) },
    code: 200,
  },
  {
    what: 'a code comes before its range, and that before default',
    responses: { 200: answer(), 400: json(named), '4XX': json(faulty), default: json({ schema: false }) },
    right: { ok: { status: 200 }, bad: inJson({ id: 1 }, 400), media: fault(415), method: fault(405) },
    wrong: { bad: fault(400) },
    code: 400,
  },
  {
    what: 'default documents codes, and asks for none',
    responses: { 200: json(named), default: json(faulty) },
    right: { ok, bad: fault(500) },
    wrong: { ok: inJson({}) },
    code: 200,
  },
  {
    what: 'any media type is documented',
    responses: { 200: answer({ '*/*': named }) },
    right: { ok: inType('text/plain', 'one') },
    wrong: { ok: inJson({ id: 'one' }) },
    code: 200,
  },
  {
    what: 'a range of media types is documented',
    responses: { 200: answer({ 'application/*': named }) },
    right: { ok: inType('application/vnd.book+json; charset=utf-8', '{"id": 1}') },
    wrong: { ok: inType('text/plain', 'one') },
    code: 200,
  },
  {
    what: 'of several media types, that of the answer is judged',
    responses: {
      200: answer({ 'application/json': named, 'application/problem+json': faulty, 'text/csv': {} }),
    },
    right: { ok: inType('application/problem+json', '{"fault": 1}') },
    wrong: { ok: inType('application/problem+json', '{"id": 1}') },
    code: 200,
  },
  {
    what: 'a text among several media types is not judged as JSON',
    responses: { 200: answer({ 'application/json': named, 'text/csv': { schema: { type: 'string' } } }) },
    right: { ok: inType('text/csv', 'id\n1') },
    wrong: { ok: inType('text/html', 'id') },
    code: 200,
  },
  {
    what: 'what has a structured suffix is JSON',
    responses: { 200: answer({ 'application/vnd.book+json': named }) },
    right: { ok: inType('application/vnd.book+json', '{"id": 1}') },
    wrong: { ok: inType('application/vnd.book+json', '{}') },
    code: 200,
  },
  {
    what: 'a body in JSON of which no schema is documented is JSON all the same',
    responses: { 200: json({}) },
    right: { ok: inJson(null) },
    wrong: { ok: inType('application/json', '<p>') },
    code: 200,
  },
  {
    what: 'a body of which nothing is documented may be there',
    responses: { 200: answer(), 400: json(faulty) },
    right: { ok, bad: fault(400) },
    wrong: { bad: { status: 400 } },
    code: 400,
  },
  {
    what: 'an answer without content has none, whatever the document has for it',
    responses: { 204: json(named), 400: json(faulty) },
    right: { ok: { status: 204 }, bad: fault(400) },
    wrong: { bad: inJson({}, 400) },
    code: 400,
  },
  {
    what: 'a documented header Content-Type is ignored',
    responses: {
      200: answer(undefined, { headers: { 'content-type': { required: true, schema: { const: 'x' } } } }),
      400: json(faulty),
    },
    right: { ok: { status: 200 }, bad: fault(400) },
    wrong: { bad: inJson([], 400) },
    code: 400,
  },
  {
    what: 'a header is a list',
    responses: { 200: header({ type: 'array', items: { type: 'integer' }, minItems: 2 }) },
    right: { ok: withHeader('1, 2') },
    wrong: { ok: withHeader('1, two') },
    code: 200,
  },
  {
    what: 'a header is an object',
    responses: { 200: header({ type: 'object', properties: { R: { type: 'integer' } } }, { explode: true }) },
    right: { ok: withHeader('R=100,G=x') },
    wrong: { ok: withHeader('R=x') },
    code: 200,
  },
  {
    what: 'a header has content',
    responses: {
      200: answer(undefined, { headers: { 'X-Of': { content: { 'application/json': named } } } }),
    },
    right: { ok: withHeader('{"id": 1}') },
    wrong: { ok: withHeader('id=1') },
    code: 200,
  },
  {
    what: 'a header has one of several types',
    responses: { 200: header({ anyOf: [{ type: 'integer', minimum: 5 }, { const: 'none' }] }) },
    right: { ok: withHeader('none') },
    wrong: { ok: withHeader('4') },
    code: 200,
  },
  {
    what: 'an answer need not have what only requests have',
    responses: {
      200: json({
        schema: {
          required: ['id', 'password'],
          properties: { id: { type: 'integer' }, password: { writeOnly: true } },
        },
      }),
    },
    right: { ok },
    wrong: { ok: inJson({ password: 'x' }) },
    code: 200,
  },
];

const run = (responses: object, answers: BookAnswers) =>
  runDocument(bookDocument({ responses }), bookServer(answers));

describe.each(rows)('$what', ({ responses, right, wrong, code }) => {
  test('a service that keeps to it has no deviation', async () => {
    const { result, err } = await run(responses, right);
    expect(err).toBe('');
    expect(idsOf(having(result, 'deviates', 'errored', 'inconclusive'))).toEqual([]);
    expect(having(result, 'conforms').some(({ status }) => status === code)).toBe(true);
  });

  test('one that breaks it has one deviation', async () => {
    const { result } = await run(responses, { ...right, ...wrong });
    expect(result.causes).toHaveLength(1);
    const deviating = having(result, 'deviates');
    expect(new Set(deviating.map(({ status }) => status))).toEqual(new Set([code]));
  });
});

test('a request is in the one of several media types that is JSON', async () => {
  const content = { 'text/csv': {}, 'application/vnd.b+json': { example: { title: 'Emma' } } };
  const document = bookDocument({ responses: { 200: answer() }, content });
  const { received } = await runDocument(document, bookServer({ ok: { status: 200 } }));
  expect(received[0]?.headers['content-type']).toBe('application/vnd.b+json');
});

import { checksWith } from '../../src/checks/index.ts';
import { judge } from '../../src/evaluation/judge.ts';
import type { Operation } from '../../src/openapi/operations.ts';
import { readResponses } from '../../src/openapi/read-messages.ts';
import { validatorOf } from '../../src/openapi/schema.ts';
import { ownApi } from '../support/apis.ts';
import { type Answer, answered, json, judgedCase } from '../support/exchanges.ts';

/** A pattern that tries each way to share out a text, of which there are more than 2^60. */
const pattern = '^(a+)+$';
const text = `${'a'.repeat(60)}b`;

let operation: Operation;

beforeAll(async () => {
  ({ operation } = await ownApi());
});

const response = {
  description: 'Anything.',
  headers: { 'X-Name': { schema: { pattern } } },
  content: { 'application/json': { schema: { properties: { name: { pattern } } } } },
};

const documented = readResponses(
  { 200: response, 409: response },
  { where: 'here', schemas: { definitions: {}, validatorOf }, namesCreated: () => false },
);

const judged = (answer: Answer) =>
  judge(
    judgedCase(200),
    { ...operation, ...documented },
    checksWith([]),
    answered({ headers: json, ...answer }),
  );

test.each<[string, Answer]>([
  ['body', { status: 200, body: { name: text } }],
  ['header', { status: 200, headers: [...json, ['X-Name', text]], body: {} }],
])('a %s for which a pattern takes too long is a limit of the suite', (_name, answer) =>
  expect(judged(answer)).toMatchObject({
    verdict: 'errored',
    reason: expect.stringContaining(`ended in the pattern ${pattern} of the document`),
  }),
);

test('a wrong status is a deviation all the same', () =>
  expect(judged({ status: 409, body: { name: text } })).toMatchObject({ verdict: 'deviates' }));

import type { OpenAPIV3_1 } from 'openapi-types';
import { baseRequestOf } from '../../src/catalogue/base-request.ts';
import type { CaseDefinition } from '../../src/catalogue/case.ts';
import type { Rule } from '../../src/catalogue/derive/rule.ts';
import type { Operation } from '../../src/openapi/operations.ts';
import { operationsOf } from '../../src/openapi/operations-of.ts';
import { only } from './apis.ts';

export type Members = Readonly<Record<string, unknown>>;

/** The responses of these codes and ranges. */
export const answers = (...codes: readonly (number | string)[]): Members =>
  Object.fromEntries(codes.map((code) => [code, { description: 'So.' }]));

/** The operation `books` of a small document, read as it is: a document of a user was validated before. */
export function smallOperation(
  members: Members,
  { path = '/books', method = 'post', ...document }: Members & { path?: string; method?: string } = {},
): Operation {
  const whole: unknown = {
    openapi: '3.1.0',
    info: { title: 'Books', version: '1.0.0' },
    paths: { [path]: { [method]: { operationId: 'books', responses: answers(200), ...members } } },
    ...document,
  };
  return only(operationsOf(whole as OpenAPIV3_1.Document));
}

/** What a rule derives of an operation by itself. */
export const derivedBy = (rule: Rule, operation: Operation): readonly CaseDefinition[] =>
  rule.derive(operation, baseRequestOf(operation), { definitions: [], scopeOf: () => 'instance' });

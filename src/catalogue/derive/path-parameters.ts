import type { UnknownValue } from '../../openapi/extensions.ts';
import type { PathParameter } from '../../openapi/operations.ts';
import type { CaseDefinition } from '../case.ts';
import { expectedAnswer, type Rule, slugOf } from './rule.ts';

/** Path parameters that name no resource: values from the document, or one that fits the schema. */
export const pathParameters: Rule = {
  id: 'path-parameters',
  derive(operation) {
    return operation.parameters.flatMap((parameter) =>
      (parameter.unknownValues.length > 0 ? parameter.unknownValues : [assumed(parameter)]).map(
        (unknown): CaseDefinition => ({
          slug: unknown.slug,
          title: unknown.title,
          subject: `a request whose ${parameter.name} names nothing that the caller has`,
          ...(unknown.state === undefined
            ? { request: { parameters: { [parameter.name]: unknown.value ?? '' } } }
            : { state: { name: unknown.state, params: {} } }),
          absentResource: unknown.state !== undefined && parameter.name === operation.resourceParameter,
          ...expectedAnswer(unknown, 404),
        }),
      ),
    );
  },
};

function assumed({ name, schema }: PathParameter): UnknownValue {
  return {
    slug: `unknown-${slugOf(name)}`,
    title: `A path with an unknown ${name} is not found`,
    value: schema.type === 'integer' ? '2147483647' : '00000000-0000-4000-8000-000000000000',
    requirements: [],
    tolerates: [],
  };
}

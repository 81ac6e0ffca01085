import type { Value } from '../../model/json.ts';
import { type Applied, appliedBy, keywordOf, typesOf } from '../../openapi/applied.ts';
import type { UnknownValue } from '../../openapi/extensions.ts';
import type { Parameter, Schema } from '../../openapi/operations.ts';
import { isPlainId } from '../../util/path-segment.ts';
import type { CaseDefinition } from '../case.ts';
import { madeValues } from '../example-value.ts';
import { textOf } from '../parameter-text.ts';
import { allowsText } from '../text-readings.ts';
import { expectedAnswer, type Rule, slugOf } from './rule.ts';

/** Path parameters that name no resource: values from the document, or one that fits the schema. */
export const pathParameters: Rule = {
  id: 'path-parameters',
  derive(operation) {
    return operation.parameters
      .filter((parameter) => parameter.in === 'path')
      .flatMap((parameter) =>
        (parameter.unknownValues.length > 0 ? parameter.unknownValues : assumed(parameter)).map(
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

/** One made-up value; none where the schema leaves so few that it may well name something. */
function assumed({ name, schema, form, examples }: Parameter): UnknownValue[] {
  if ('mediaType' in form) return [];
  const value = unknownText(schema, examples.length > 0 && examples.every(isDigits));
  if (value === undefined) return [];
  return [
    {
      slug: `unknown-${slugOf(name)}`,
      title: `A path with an unknown ${name} is not found`,
      value,
      requirements: [],
      tolerates: [],
    },
  ];
}

/** Values that hardly any service has given to something. */
const unlikely = ['00000000-0000-4000-8000-000000000000', '2147483647'];

/** Fewer possible values than these may all be in use. */
const fewNumbers = 1_000_000;
const fewCharacters = 6;

const isDigits = (value: Value): boolean => /^\d+$/.test(String(value));

/** @param looksNumeric whether the documented values are digits: then 404 is sure only of a value that is, too */
function unknownText(schema: Schema, looksNumeric: boolean): string | undefined {
  const schemas = appliedBy(schema);
  if (hasFewValues(schemas)) return undefined;
  const isNumber = typesOf(schemas)?.every((type) => type === 'integer' || type === 'number') ?? false;
  for (const text of candidatesFor(schema, schemas, isNumber, looksNumeric))
    if ((isNumber || text.length >= fewCharacters) && isPlainId(text) && allowsText(schemas, text))
      return text;
  return undefined;
}

function* candidatesFor(
  schema: Schema,
  schemas: Applied,
  isNumber: boolean,
  looksNumeric: boolean,
): Generator<string> {
  yield* looksNumeric ? unlikely.toReversed() : unlikely;
  const made = [...madeValues(schema, schemas)].flatMap((value) => textOf(value) ?? []);
  // A limit is more likely to be in use than a number between the limits.
  yield* isNumber ? made.reverse() : made;
}

/** Whether a schema names all its values, or leaves only a few numbers. */
function hasFewValues(schemas: Applied): boolean {
  const limit = (...keywords: readonly string[]) => {
    const [found] = keywords
      .map((keyword) => keywordOf(schemas, keyword))
      .filter((value) => value !== undefined);
    return typeof found === 'number' || typeof found === 'bigint' ? Number(found) : undefined;
  };
  const [least, most] = [limit('minimum', 'exclusiveMinimum'), limit('maximum', 'exclusiveMaximum')];
  return (
    schemas.all.some(({ enum: values, const: only }) => values !== undefined || only !== undefined) ||
    (most !== undefined && most - (least ?? 0) < fewNumbers)
  );
}

import { type Applied, appliedBy, itemsOf, keywordOf, typesOf } from '../../openapi/applied.ts';
import type { Parameter } from '../../openapi/operations.ts';
import { type BaseRequest, holdsCredential } from '../base-request.ts';
import type { CaseDefinition, RequestField, RequestTemplate } from '../case.ts';
import { writtenText } from '../parameter-text.ts';
import { excludesText } from '../text-readings.ts';
import { expectedAnswer, type Rule, slugOf } from './rule.ts';

/** Parameters of the query, header fields and cookies: missing though required, or with a value that the schema excludes. */
export const queryParameters: Rule = {
  id: 'query-parameters',
  ofContent: true,
  derive(operation, base) {
    return (
      operation.parameters
        // Other rules are about the credential.
        .filter((parameter) => parameter.in !== 'path' && !holdsCredential(operation, parameter))
        .flatMap((parameter) => {
          const wrong = faultsOf(parameter).map((fault) => caseDefinition(parameter, base, fault));
          return parameter.required ? [caseDefinition(parameter, base, missing), ...wrong] : wrong;
        })
    );
  },
};

interface Fault {
  readonly slug: string;
  /** In words that follow the name of the parameter. */
  readonly description: string;
  readonly subject: string;
  /** The value; undefined where the parameter is left out. */
  readonly text: string | undefined;
}

const places = { query: 'query parameter', header: 'header field', cookie: 'cookie', path: 'path parameter' };

const missing: Fault = {
  slug: 'missing',
  description: 'is missing',
  subject: 'a request without a required parameter',
  text: undefined,
};

function caseDefinition(
  parameter: Parameter,
  { request }: BaseRequest,
  { slug, description, subject, text }: Fault,
): CaseDefinition {
  const { in: place, name, invalid } = parameter;
  return {
    slug: `${place}-${slugOf(name)}-${slug}`,
    title: `A request whose ${places[place]} ${name} ${description} is refused`,
    subject,
    request: withField(request, parameter, text),
    ...expectedAnswer(invalid, 400),
  };
}

/** The fields of the valid request with another text for one of them, or without it. */
function withField(
  request: RequestTemplate,
  parameter: Parameter,
  text: string | undefined,
): Partial<RequestTemplate> {
  const { name, in: place } = parameter;
  const replaced = (fields: readonly RequestField[] = []): RequestField[] => [
    ...fields.filter((field) => field.name !== name),
    ...(text === undefined ? [] : [{ name, written: writtenText(parameter, text), fixed: true as const }]),
  ];
  if (place === 'query') return { query: replaced(request.query) };
  return place === 'header' ? { headers: replaced(request.headers) } : { cookies: replaced(request.cookies) };
}

/** A wrong value, and whether to try it on a schema. */
interface Trial extends Omit<Fault, 'text'> {
  readonly texts: (schemas: Applied, types: readonly string[]) => readonly string[];
}

const wrongType = 'a request with a parameter of a wrong type';
const outOfRange = 'a request with a parameter out of its range';
const notAllowed = 'a request with a parameter of another value than the permitted ones';

const trials: readonly Trial[] = [
  {
    slug: 'text',
    description: 'is text',
    subject: wrongType,
    texts: (_, types) => (types.includes('string') ? [] : ['text']),
  },
  {
    slug: 'fraction',
    description: 'is a fraction',
    subject: wrongType,
    texts: (_, types) => (types.includes('integer') ? ['5.7'] : []),
  },
  {
    slug: 'below-minimum',
    description: 'is below its minimum',
    subject: outOfRange,
    texts: (schemas) => [
      ...beyond(keywordOf(schemas, 'minimum'), -1),
      ...beyond(keywordOf(schemas, 'exclusiveMinimum'), 0),
    ],
  },
  {
    slug: 'above-maximum',
    description: 'is above its maximum',
    subject: outOfRange,
    texts: (schemas) => [
      ...beyond(keywordOf(schemas, 'maximum'), 1),
      ...beyond(keywordOf(schemas, 'exclusiveMaximum'), 0),
    ],
  },
  {
    slug: 'too-long',
    description: 'is too long',
    subject: outOfRange,
    texts: (schemas) => {
      const most = keywordOf(schemas, 'maxLength');
      return typeof most === 'number' && most <= longestText ? ['a'.repeat(most + 1)] : [];
    },
  },
  {
    slug: 'not-permitted',
    description: 'is not a permitted value',
    subject: notAllowed,
    texts: (schemas) =>
      schemas.all.some(({ enum: values, const: only }) => values !== undefined || only !== undefined)
        ? ['no-such-value', '2147483647']
        : [],
  },
  {
    slug: 'mismatch',
    description: 'does not match its pattern',
    subject: 'a request with a parameter that does not match its pattern',
    texts: (schemas) => (keywordOf(schemas, 'pattern') === undefined ? [] : ['text', '-', '!', '1']),
  },
];

/** Request lines of 8,000 octets are the least that servers take (RFC 9112 section 3). */
const longestText = 2000;

/** A number beyond a limit, without an exponent. */
function beyond(limit: unknown, by: -1 | 0 | 1): string[] {
  if (typeof limit === 'bigint') return [String(limit + BigInt(by))];
  if (typeof limit !== 'number') return [];
  const text = Number.isSafeInteger(limit) ? String(BigInt(limit) + BigInt(by)) : String(limit + by);
  return /e/.test(text) ? [] : [text];
}

/** The wrong values of a parameter, each by the first text that the schema excludes, whatever it is read as. */
function faultsOf({ schema, form }: Parameter): Fault[] {
  const schemas = appliedBy(schema);
  const ofList = typesOf(schemas)?.join() === 'array';
  // A list is wrong by an item.
  const parts = ofList ? itemsOf(schemas) : schemas;
  const types = typesOf(parts);
  if ('mediaType' in form || !types) return [];
  const used = new Set<string>();
  return trials.flatMap(({ texts, ...fault }) => {
    const text = texts(parts, types).find((one) => !used.has(one) && excludesText(schemas, one));
    if (text === undefined) return [];
    used.add(text);
    return [{ ...fault, text }];
  });
}

import type { Json } from '../../model/json.ts';
import { ExtensionReader, expectationOf } from '../../openapi/extensions.ts';
import type { RequestBody, Schema } from '../../openapi/operations.ts';
import { validatorOf } from '../../openapi/schema.ts';
import { isPlainObject } from '../../util/plain-object.ts';
import { type CaseDefinition, json } from '../case.ts';
import { expectedAnswer, type Rule, slugOf } from './rule.ts';

interface RequiredProperty {
  readonly path: readonly string[];
  readonly schema: Schema;
  readonly requirements: readonly string[];
}

type Fault = readonly [slug: string, description: string, value: Json | undefined];

/** Each required property of the body: missing, null, of each wrong type, empty. */
export const propertyFaults: Rule = {
  id: 'property-faults',
  derive(operation, base) {
    const { body } = operation;
    const { value } = base;
    if (!body || !isPlainObject(value)) return [];
    return requiredProperties(body.schema, [], []).flatMap((property) =>
      faultsOf(property.schema).map((fault) => caseDefinition(body, value, property, fault)),
    );
  },
};

function requiredProperties(
  schema: Schema,
  above: readonly string[],
  inherited: readonly string[],
): RequiredProperty[] {
  const required = Array.isArray(schema.required) ? schema.required : [];
  const properties = isPlainObject(schema.properties) ? schema.properties : {};
  return required.flatMap((name: unknown) => {
    const property = typeof name === 'string' ? properties[name] : undefined;
    if (typeof name !== 'string' || !isPlainObject(property)) return [];
    const path = [...above, name];
    const requirements = new ExtensionReader(property, path.join('/')).strings('x-requirements') ?? inherited;
    return [{ path, schema: property, requirements }, ...requiredProperties(property, path, requirements)];
  });
}

/** A sample of each JSON type; the schema decides which are wrong. */
const samples: readonly (readonly [type: string, noun: string, value: Json])[] = [
  ['null', 'null', null],
  ['boolean', 'a boolean', true],
  ['number', 'a number', 5.7],
  ['string', 'a string', 'text'],
  ['array', 'an array', ['text']],
  ['object', 'an object', { member: 'text' }],
];

/** The empty value of each type that has one; the schema decides which are wrong. */
const empties: readonly (readonly [type: string, noun: string, value: Json])[] = [
  ['string', 'an empty string', ''],
  ['array', 'an empty array', []],
  ['object', 'an empty object', {}],
];

function faultsOf(schema: Schema): readonly Fault[] {
  const validate = validatorOf(schema);
  const wrong = (value: Json) => validate(value).some(({ advisory }) => !advisory);
  const types = [schema.type].flat().map((type) => (type === 'integer' ? 'number' : type));
  const wrongTypes = samples
    .filter(([type, , value]) => !types.includes(type) && wrong(value))
    .map(([type, noun, value]): Fault => [type, `is ${noun}`, value]);
  const empty = empties
    .filter(([type, , value]) => schema.type === type && wrong(value))
    .map(([, noun, value]): Fault => ['empty', `is ${noun}`, value]);
  return [['missing', 'is missing', undefined], ...wrongTypes, ...empty];
}

function caseDefinition(
  body: RequestBody,
  value: { [name: string]: Json },
  { path, schema, requirements }: RequiredProperty,
  [slug, description, replacement]: Fault,
): CaseDefinition {
  const { tolerates } =
    slug === 'empty' ? expectationOf(schema, 'x-empty', path.join('/')) : { tolerates: [] };
  return {
    slug: `${slugOf(path.join('.'))}-${slug}`,
    title: `A body whose ${path.join('.')} ${description} is refused`,
    subject: subjectOf(slug),
    request: { body: json(replacedAt(value, path, replacement)) },
    ...expectedAnswer(body.invalid, 400, { requirements, tolerates }),
  };
}

function subjectOf(slug: string): string {
  if (slug === 'missing') return 'a body in which a required member is missing';
  return slug === 'empty'
    ? 'a body in which a required member is empty'
    : 'a body in which a member has a wrong type';
}

/** A copy of `value` with the member at `path` replaced, or removed if `replacement` is undefined. */
function replacedAt(
  value: { [name: string]: Json },
  path: readonly string[],
  replacement: Json | undefined,
): Json {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  const { [name]: old, ...others } = value;
  if (rest.length > 0)
    return { ...value, [name]: replacedAt(isPlainObject(old) ? old : {}, rest, replacement) };
  return replacement === undefined ? others : { ...value, [name]: replacement };
}

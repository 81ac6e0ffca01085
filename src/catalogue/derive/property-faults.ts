import type { Value } from '../../model/json.ts';
import { type Applied, appliedBy, excludes, memberOf, requiredBy, typesOf } from '../../openapi/applied.ts';
import { ExtensionReader, expectationOf } from '../../openapi/extensions.ts';
import type { RequestBody } from '../../openapi/operations.ts';
import { isPlainObject } from '../../util/plain-object.ts';
import { replacedAt } from '../../util/replaced-at.ts';
import { type CaseDefinition, json } from '../case.ts';
import { expectedAnswer, type Rule, slugOf } from './rule.ts';

interface RequiredProperty {
  readonly path: readonly string[];
  readonly schemas: Applied;
  readonly requirements: readonly string[];
}

type Fault = readonly [slug: string, description: string, value: Value | undefined];

/** Each required property of the body: missing, null, of each wrong type, empty. */
export const propertyFaults: Rule = {
  id: 'property-faults',
  ofContent: true,
  derive(operation, base) {
    const { body } = operation;
    const { value } = base;
    if (!body || !isPlainObject(value)) return [];
    return requiredProperties(appliedBy(body.schema), value, [], []).flatMap((property) =>
      faultsOf(property.schemas).map((fault) => caseDefinition(body, value, property, fault)),
    );
  },
};

/** Properties without which no schema is fulfilled that applies to the valid body; those within a property that it has. */
function requiredProperties(
  schemas: Applied,
  value: { [name: string]: Value },
  above: readonly string[],
  inherited: readonly string[],
): RequiredProperty[] {
  return requiredBy(schemas).flatMap((name) => {
    const property = memberOf(schemas, name);
    const path = [...above, name];
    const own = property.all.map((schema) =>
      new ExtensionReader(schema, path.join('/')).strings('x-requirements'),
    );
    const requirements = own.find((list) => list !== undefined) ?? inherited;
    const inner = value[name];
    return [
      { path, schemas: property, requirements },
      ...(isPlainObject(inner) ? requiredProperties(property, inner, path, requirements) : []),
    ];
  });
}

/** A sample of each JSON type; the schema decides which are wrong. */
const samples: readonly (readonly [type: string, noun: string, value: Value])[] = [
  ['null', 'null', null],
  ['boolean', 'a boolean', true],
  ['number', 'a number', 5.7],
  ['string', 'a string', 'text'],
  ['array', 'an array', ['text']],
  ['object', 'an object', { member: 'text' }],
];

/** The empty value of each type that has one; the schema decides which are wrong. */
const empties: readonly (readonly [type: string, noun: string, value: Value])[] = [
  ['string', 'an empty string', ''],
  ['array', 'an empty array', []],
  ['object', 'an empty object', {}],
];

/** What one of the schemas excludes that apply to a property, the schema of the body excludes as well. */
function faultsOf(schemas: Applied): readonly Fault[] {
  const types = (typesOf(schemas) ?? []).map((type) => (type === 'integer' ? 'number' : type));
  const wrongTypes = samples
    .filter(([type, , value]) => !types.includes(type) && excludes(schemas, value))
    .map(([type, noun, value]): Fault => [type, `is ${noun}`, value]);
  const empty = empties
    .filter(([type, , value]) => types.length === 1 && types[0] === type && excludes(schemas, value))
    .map(([, noun, value]): Fault => ['empty', `is ${noun}`, value]);
  return [['missing', 'is missing', undefined], ...wrongTypes, ...empty];
}

function caseDefinition(
  body: RequestBody,
  value: { [name: string]: Value },
  { path, schemas, requirements }: RequiredProperty,
  [slug, description, replacement]: Fault,
): CaseDefinition {
  const tolerates =
    slug === 'empty' ? expectationOf(emptyIn(schemas), 'x-empty', path.join('/')).tolerates : [];
  return {
    slug: `${slugOf(path.join('.'))}-${slug}`,
    title: `A body whose ${path.join('.')} ${description} is refused`,
    subject: subjectOf(slug),
    request: { body: json(replacedAt(value, path, replacement) ?? {}) },
    ...expectedAnswer(body.invalid, 400, { requirements, tolerates }),
  };
}

const emptyIn = ({ all }: Applied) => all.find((schema) => 'x-empty' in schema);

function subjectOf(slug: string): string {
  if (slug === 'missing') return 'a body in which a required member is missing';
  return slug === 'empty'
    ? 'a body in which a required member is empty'
    : 'a body in which a member has a wrong type';
}

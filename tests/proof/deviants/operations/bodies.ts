import type { Schema } from '../../../../src/openapi/operations.ts';
import type { Answer } from '../../proof/behaviour.ts';
import { at, bodied, headed, jsonOf, replacedAt, texted } from '../../proof/behaviours.ts';
import { answering, isJudged, type Subject } from '../../proof/operations.ts';
import { checks, type Deviant } from '../deviant.ts';

/** The body of a success of an operation: each member that its schema names missing or of a wrong type. */

interface Member {
  /** "0" stands for the first item that has the rest of it, or for the first of all: `placeOf`. */
  readonly path: readonly string[];
  readonly types: readonly string[];
  readonly need: 'must' | 'should' | 'none';
}

const wrongValues: Readonly<Record<string, unknown>> = {
  string: 57,
  integer: 'text',
  number: 'text',
  boolean: 'text',
  object: [],
  array: {},
};

const schemaAt = (value: unknown): Schema => Object(value);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A schema and everything that it combines. */
const partsOf = (schema: Schema): Schema[] => [
  schema,
  ...listOf(schema.allOf).flatMap((part) => partsOf(schemaAt(part))),
];

function membersOf(schema: Schema, path: readonly string[] = []): Member[] {
  const parts = partsOf(schema);
  const items = parts.flatMap((part) => (part.items === undefined ? [] : [schemaAt(part.items)]));
  const names = new Set(parts.flatMap(({ properties }) => Object.keys(Object(properties))));
  const requires = (of: unknown, name: string) => listOf(at(of, ['required'])).includes(name);
  return [
    ...items.flatMap((item) => membersOf(item, [...path, '0'])),
    ...[...names].flatMap((name): Member[] => {
      const own = {
        allOf: parts.flatMap(({ properties }) => at(properties, [name]) ?? []),
      };
      const types = partsOf(own).flatMap(({ type }) => (type === undefined ? [] : [type].flat().map(String)));
      const need = parts.some((part) => requires(part, name))
        ? 'must'
        : parts.some((part) => requires(part['x-should'], name))
          ? 'should'
          : 'none';
      return [
        { path: [...path, name], types: [...new Set(types)], need },
        ...membersOf(own, [...path, name]),
      ];
    }),
  ];
}

export function bodyDeviants(subject: Subject): Deviant[] {
  const { operation, success } = subject;
  const schema = operation.responses.get(success)?.schema;
  if (!schema) return [];
  return [
    ...membersOf(schema).flatMap((member) => memberDeviants(subject, member)),
    ...wholeDeviants(subject),
  ];
}

/** Where the value has the path; undefined where it has it nowhere. */
function placeOf(value: unknown, path: readonly string[]): string[] | undefined {
  const [name, ...rest] = path;
  if (name === undefined) return value === undefined ? undefined : [];
  const names = Array.isArray(value) ? value.map((_, index) => String(index)) : [name];
  for (const own of names) {
    const place = placeOf(at(value, [own]), rest);
    if (place) return [own, ...place];
  }
  return undefined;
}

const changedAt = (body: unknown, path: readonly string[], value: unknown): unknown => {
  const parent = placeOf(body, path.slice(0, -1));
  const place = placeOf(body, path) ?? [...(parent ?? []), ...path.slice(-1)];
  return parent ? replacedAt(body, place, value) : body;
};

/**
 * Ids of the cases whose answers show what stands at the path. Of a list that is all of them, as a short one need not
 * show the same items the next time.
 */
function casesShowing({ cases, shown }: Subject, status: number, path: readonly string[]): string[] {
  const ids = cases
    .filter((item) => item.status === status && isJudged(item) && placeOf(shown.get(item.id), path))
    .map(({ id }) => id);
  return path.includes('0') ? ids : ids.slice(0, 1);
}

function memberDeviants(subject: Subject, { path, types, need }: Member): Deviant[] {
  const { operation, success } = subject;
  const name = path.join('.');
  const row = (
    cases: readonly string[],
    slug: string,
    sentence: string,
    value: unknown,
    different: Partial<Deviant> = {},
  ): Deviant => ({
    name: `${operation.id}-${success}-${name.replaceAll(/[._]/g, '-')}-${slug}`,
    sentence,
    status: success,
    check: checks.schema,
    operations: [operation.id],
    cases,
    make: answering(operation, success, (answer) => bodied(answer, changedAt(jsonOf(answer), path, value))),
    ...different,
  });
  const showing = casesShowing(subject, success, path);
  // What no answer shows can be added, unless it stands in an array.
  const around = path.at(-1) === '0' ? [] : casesShowing(subject, success, path.slice(0, -1));
  const parent = showing.length > 0 ? showing : around;
  const [type = ''] = types;
  const wrong = types.length === 1 ? wrongValues[type] : true;
  return [
    ...(need === 'none' || showing.length === 0
      ? []
      : [row(showing, 'missing', `Has no ${name}.`, undefined, need === 'should' ? { as: 'warning' } : {})]),
    ...(types.length === 0 || parent.length === 0
      ? []
      : [row(parent, 'of-another-type', `Has ${JSON.stringify(wrong)} for ${name}.`, wrong)]),
  ];
}

const whole: readonly (readonly [
  slug: string,
  sentence: string,
  check: string,
  alter: (answer: Answer) => Answer,
])[] = [
  [
    'empty',
    'Sends no body.',
    checks.schema,
    (answer) => texted(headed(answer, 'Content-Type', undefined), ''),
  ],
  ['html', 'Sends a page.', checks.schema, (answer) => texted(answer, '<p>Success</p>')],
  [
    'cut',
    'Sends JSON cut short.',
    checks.schema,
    (answer) => texted(answer, answer.body.toString().slice(0, -1)),
  ],
  ['array', 'Sends its body in an array.', checks.schema, (answer) => bodied(answer, [jsonOf(answer)])],
  [
    'as-text',
    'Sends JSON as text/plain.',
    checks.contentType,
    (answer) => headed(answer, 'Content-Type', 'text/plain'),
  ],
];

const wholeDeviants = ({ operation, success, cases }: Subject): Deviant[] =>
  whole.map(([slug, sentence, check, alter]) => ({
    name: `${operation.id}-${success}-${slug}`,
    sentence,
    status: success,
    check,
    operations: [operation.id],
    cases: cases
      .filter((item) => item.status === success && isJudged(item))
      .map(({ id }) => id)
      .slice(0, 1),
    make: answering(operation, success, alter),
  }));

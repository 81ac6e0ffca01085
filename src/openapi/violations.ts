import type { ErrorObject } from 'ajv';
import { rounded } from '../util/exact-json.ts';
import { atPath, pointerNames } from '../util/json-pointer.ts';
import { isPlainObject } from '../util/plain-object.ts';

/** One violation of a schema. */
export interface Violation {
  /** JSON pointer into the value; empty for the value itself. */
  readonly pointer: string;
  /** The JSON Schema keyword that failed, such as `type` or `required`. */
  readonly keyword: string;
  /** The member concerned, for `required` and `additionalProperties`. */
  readonly member?: string;
  /** What the schema asks for, in words. */
  readonly expected: string;
  /** True under `x-should`: a warning, not a deviation. */
  readonly advisory: boolean;
  /** The nearest `x-requirement` above the keyword. */
  readonly requirement?: string;
}

/** A JSON Schema of the document, references resolved. */
export type Schema = Readonly<Record<string, unknown>>;

export type Validator = (value: unknown) => readonly Violation[];

/** Gives the validator of a schema. */
export type ValidatorOf = (schema: Schema) => Validator;

/**
 * How many errors a validation keeps (decision 0030). A target decides how many values break a schema, and each error
 * takes hundreds of bytes.
 */
export const maxErrors = 4000;

/** From this many violations on there may be more than a validator returns. One violation can take four errors. */
export const manyViolations = maxErrors / 4;

/** A schema as the compiler makes a function of it: false for a value that breaks it, and then it has errors. */
export interface CompiledSchema {
  (value: unknown): boolean;
  errors?: readonly ErrorObject[] | null;
}

/**
 * The validator of a schema. With very many violations it returns only some. It knows no numbers but those of JavaScript:
 * a value of a document is rounded first.
 * @param compiled the schema with good practice, or without it
 */
export function validatorFrom(schema: Schema, compiled: (advice: boolean) => CompiledSchema): Validator {
  const errorsOf = (value: unknown, advice: boolean): readonly ErrorObject[] => {
    const validate = compiled(advice);
    return validate(value) ? [] : (validate.errors ?? []);
  };
  return (value) => {
    const errors = errorsOf(value, true);
    const found = violations(errors, schema);
    if (errors.length < maxErrors) return found;
    // Errors of good practice may have taken the room of the others.
    return [...violations(errorsOf(value, false), schema), ...found.filter(({ advisory }) => advisory)];
  };
}

function violations(errors: readonly ErrorObject[], schema: unknown): Violation[] {
  const malformed = new Set(
    errors.filter((error) => error.keyword === 'pattern').map((error) => error.instancePath),
  );
  return errors
    .filter((error) => error.keyword !== 'x-should')
    .filter((error) => !(error.keyword === 'format' && malformed.has(error.instancePath)))
    .map((error) => violation(error, schema));
}

function violation(error: ErrorObject, schema: unknown): Violation {
  const path = schemaPath(error.schemaPath);
  const member = error.params.missingProperty ?? error.params.additionalProperty;
  // A missing member has the requirement of its own schema, or else the nearest one above.
  const subject = error.keyword === 'required' ? [...path.slice(0, -1), 'properties', String(member)] : path;
  const requirement = nearestRequirement(schema, subject);
  return {
    pointer: error.instancePath,
    keyword: error.keyword,
    ...(typeof member === 'string' && { member }),
    expected: expectedBy(error, rounded(atPath(schema, ...path))),
    advisory: path.includes('x-should'),
    ...(requirement !== undefined && { requirement }),
  };
}

/** The names in a fragment such as `#/properties/a`, which is percent-encoded (RFC 6901 section 6). */
const schemaPath = (fragment: string): string[] => pointerNames(decodeURIComponent(fragment));

function nearestRequirement(schema: unknown, path: readonly string[]): string | undefined {
  let found: string | undefined;
  let at = schema;
  for (const name of ['', ...path]) {
    if (name !== '') at = atPath(at, name);
    if (isPlainObject(at) && typeof at['x-requirement'] === 'string') found = at['x-requirement'];
  }
  return found;
}

type Wording = (params: ErrorObject['params'], keywordValue: unknown) => string;

const article = (noun: unknown): string => (/^[aeiou]/.test(String(noun)) ? `an ${noun}` : `a ${noun}`);
const quoted = (value: unknown): string => JSON.stringify(value);

/** What each keyword asks for, in words. Other keywords are quoted with their value. */
const wordings: Readonly<Record<string, Wording>> = {
  type: (params) => [params.type].flat().map(article).join(' or '),
  required: (params) => `a member ${quoted(params.missingProperty)}`,
  additionalProperties: (params) => `no member ${quoted(params.additionalProperty)}`,
  const: (params) => quoted(params.allowedValue),
  enum: (params) => `one of ${params.allowedValues.map(quoted).join(', ')}`,
  format: (params) => `a string of the form ${quoted(params.format)}`,
  pattern: (params) => `a string that matches ${params.pattern}`,
  minLength: (params) =>
    params.limit === 1 ? 'a string that is not empty' : `at least ${params.limit} characters`,
  maxLength: (params) => `at most ${params.limit} characters`,
  minimum: (params) => `a number of at least ${params.limit}`,
  maximum: (params) => `a number of at most ${params.limit}`,
  minItems: (params) => `at least ${params.limit} items`,
  contains: (_params, schema) => `an item with ${constantsOf(schema)}`,
};

function expectedBy(error: ErrorObject, keywordValue: unknown): string {
  const wording = wordings[error.keyword];
  return wording ? wording(error.params, keywordValue) : `${error.keyword} ${quoted(keywordValue)}`;
}

function constantsOf(schema: unknown): string {
  const properties = atPath(schema, 'properties');
  const constants = isPlainObject(properties)
    ? Object.entries(properties).filter(([, value]) => isPlainObject(value) && 'const' in value)
    : [];
  if (constants.length === 0) return quoted(schema);
  return constants.map(([name, value]) => `${name} ${quoted(atPath(value, 'const'))}`).join(' and ');
}

import type { Value } from '../model/json.ts';
import { appliedBy, excludes, memberOf, typesOf, validatorFor } from '../openapi/applied.ts';
import { essenceOf } from '../openapi/media-type.ts';
import type { BodyContent, Example, RequestBody, Schema } from '../openapi/operations.ts';
import { rounded } from '../util/exact-json.ts';
import { isPlainObject } from '../util/plain-object.ts';
import { line } from '../util/text.ts';
import { json, type Payload, text } from './case.ts';
import { madeValues } from './example-value.ts';
import { formText, leavesOf, multipartText, multipartType } from './form-text.ts';
import { textOf } from './parameter-text.ts';

/** A body that is valid. */
export interface Body {
  readonly contentType: string;
  readonly payload: Payload;
  /** Its value, if it is JSON. */
  readonly value?: Value;
  /** The example that it is; absent for one made from the schema. */
  readonly example?: Example;
}

export interface KnownBodies {
  /** The first one is that of the valid request. */
  readonly bodies: readonly Body[];
  /** Why none is known of a body that has to be there. */
  readonly unknown?: string;
  readonly notes: readonly string[];
}

/** The bodies that a document shows, or else one that is made from its schema. */
export function bodiesOf(body: RequestBody | undefined): KnownBodies {
  if (!body) return { bodies: [], notes: [] };
  const { jsonType, examples, schema, others } = body;
  const ofJson = jsonType === undefined ? [] : jsonBodies(jsonType, examples, schema);
  const bodies = ofJson.length > 0 ? ofJson : (others.map(otherBodies).find(notEmpty) ?? []);
  if (bodies.length > 0) return { bodies, notes: [] };
  const types = [jsonType, ...others.map(({ mediaType }) => mediaType)].filter((type) => type !== undefined);
  const fault = jsonType === undefined ? undefined : faultOfMade(schema);
  const why =
    types.length === 0
      ? 'Its body has no media type'
      : `No body in ${types.join(' or ')} is known: there is no valid example, and none could be made from the schema${fault ?? ''}`;
  return {
    bodies,
    ...(body.required && { unknown: why }),
    notes: [
      `${why}. ${body.required ? 'It has no cases that need a valid request' : 'Its requests are without a body'}.`,
    ],
  };
}

const notEmpty = (bodies: readonly Body[]): boolean => bodies.length > 0;

function jsonBodies(contentType: string, examples: readonly Example[], schema: Schema): Body[] {
  const shown = examples.map(
    (example): Body => ({ contentType, payload: json(example.value), value: example.value, example }),
  );
  if (shown.length > 0) return shown;
  const value = madeValue(schema);
  return value === undefined ? [] : [{ contentType, payload: json(value), value }];
}

/** A schema that allows anything says nothing of what a target expects. */
function madeValue(schema: Schema): Value | undefined {
  const schemas = appliedBy(schema);
  if (Object.keys(schema).length === 0) return undefined;
  for (const value of madeValues(schema, schemas)) if (!excludes(schemas, value)) return value;
  return undefined;
}

/** What the schema has against a value that was made from it. */
function faultOfMade(schema: Schema): string | undefined {
  const schemas = appliedBy(schema);
  const validate = validatorFor(schemas);
  for (const value of madeValues(schema, schemas)) {
    const violation = validate(rounded(value)).find(({ advisory }) => !advisory);
    if (violation)
      return ` (at ${violation.pointer || 'the top'}, it asks for ${line(violation.expected, 200)})`;
  }
  return undefined;
}

/** Bodies of other media types. */
function otherBodies({ mediaType, examples, schema }: BodyContent): Body[] {
  const encode = encoders.find(([form]) => form.test(essenceOf(mediaType)))?.[1];
  if (!encode || (isMultipart.test(mediaType) && hasFiles(schema))) return [];
  const shown = examples.flatMap((example): Body[] => {
    const encoded = encode(example.value, mediaType);
    return encoded ? [{ ...encoded, example }] : [];
  });
  if (shown.length > 0 || !isForm.test(essenceOf(mediaType))) return shown;
  const value = madeValue(schema);
  const encoded = value === undefined ? undefined : encode(value, mediaType);
  return encoded ? [encoded] : [];
}

const isForm = /^(?:multipart\/form-data|application\/x-www-form-urlencoded)$/;

const isMultipart = /^multipart\//i;

type Encoded = Pick<Body, 'contentType' | 'payload'> | undefined;

/** How a value is written in other media types; undefined where it cannot be. */
const encoders: readonly (readonly [RegExp, (value: Value, mediaType: string) => Encoded])[] = [
  [
    /^application\/x-www-form-urlencoded$/,
    (value, contentType) => {
      const leaves = leavesOf(value);
      return leaves && { contentType, payload: text(formText(leaves)) };
    },
  ],
  [
    /^multipart\/form-data$/,
    (value) => {
      const leaves = leavesOf(value);
      return leaves && { contentType: multipartType, payload: text(multipartText(leaves)) };
    },
  ],
  [
    /^text\/|xml$/,
    (value, contentType) => {
      const written = textOf(value);
      return written === undefined || contentType.includes('*')
        ? undefined
        : { contentType, payload: text(written) };
    },
  ],
];

/** Whether a member is a file: a part of a form that has no text. */
function hasFiles(schema: Schema): boolean {
  const schemas = appliedBy(schema);
  const names = schemas.all.flatMap(({ properties }) =>
    isPlainObject(properties) ? Object.keys(properties) : [],
  );
  return names.some((name) => {
    const member = memberOf(schemas, name);
    const isFile = member.all.some(
      ({ format, contentEncoding, contentMediaType }) =>
        format === 'binary' || contentEncoding !== undefined || contentMediaType !== undefined,
    );
    return isFile || (typesOf(member) === undefined && member.all.every((one) => one.enum === undefined));
  });
}

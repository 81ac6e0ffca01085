/** Swagger 2.0 in the form of OpenAPI 3.1 (decision 0037). */

import { membersOf } from '../../util/plain-object.ts';
import type { Assembler } from './assemble.ts';
import { type Located, memberAt, type Source } from './source.ts';

type Members = Readonly<Record<string, unknown>>;

const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
const extensionsOf = (value: unknown): Members =>
  Object.fromEntries(Object.entries(membersOf(value)).filter(([name]) => name.startsWith('x-')));

/** Everything of a document but its operations. */
export function swagger2Root({ root }: Source): {
  readonly root: Members;
  readonly securitySchemes: Members;
} {
  const { info, tags, security, host, basePath, schemes, securityDefinitions, ...others } = membersOf(
    root.value,
  );
  const path = typeof basePath === 'string' ? basePath : '';
  const servers =
    typeof host === 'string'
      ? (textsOf(schemes).length > 0 ? textsOf(schemes) : ['https']).map(
          (scheme) => `${scheme}://${host}${path}`,
        )
      : [path || '/'];
  const given = { info, ...(tags !== undefined && { tags }), ...(security !== undefined && { security }) };
  return {
    root: { ...extensionsOf(others), ...given, servers: servers.map((url) => ({ url })) },
    securitySchemes: Object.fromEntries(
      Object.entries(membersOf(securityDefinitions)).map(([name, scheme]) => [
        name,
        securityScheme(membersOf(scheme)),
      ]),
    ),
  };
}

function securityScheme(scheme: Members): Members {
  const { type, name, in: place } = scheme;
  const more = extensionsOf(scheme);
  if (type === 'basic') return { ...more, type: 'http', scheme: 'basic' };
  if (type === 'oauth2') return { ...more, type: 'oauth2', flows: {} };
  return { ...more, type, name, in: place };
}

/** An operation and what stands beside it in its path item. */
export function swagger2Operation(
  assembler: Assembler,
  source: Source,
  place: Located,
  item: Located,
): { readonly value: Members; readonly item: Members } {
  const operation = membersOf(place.value);
  const document = membersOf(source.root.value);
  const consumes = mediaTypes(operation.consumes ?? document.consumes, 'application/json');
  const produces = mediaTypes(operation.produces ?? document.produces, '*/*');
  const parameters = parametersOf(assembler, item, place);
  const body = bodyOf(assembler, parameters, consumes);
  const { description, summary, tags, security, deprecated } = operation;
  const words = { description, summary, tags, security, deprecated };
  return {
    item: extensionsOf(assembler.target(item).value),
    value: {
      ...extensionsOf(operation),
      ...Object.fromEntries(Object.entries(words).filter(([, value]) => value !== undefined)),
      parameters: parameters.flatMap((parameter) => parameterOf(assembler, parameter)),
      ...(body && { requestBody: body }),
      responses: responsesOf(assembler, place, produces),
    },
  };
}

/** What a document does not say is not limited, but a request has to be in some media type. */
const mediaTypes = (value: unknown, otherwise: string): string[] =>
  textsOf(value).length > 0 ? textsOf(value) : [otherwise];

/** Parameters of the path and of the operation, which override those of the path. */
function parametersOf(assembler: Assembler, item: Located, place: Located): Located[] {
  const byName = new Map<string, Located>();
  for (const at of [assembler.target(item), place]) {
    const { parameters } = membersOf(at.value);
    const list: readonly unknown[] = Array.isArray(parameters) ? parameters : [];
    list.forEach((value, index) => {
      const target = assembler.target(memberAt(memberAt(at, 'parameters', list), String(index), value));
      const { in: where, name } = membersOf(target.value);
      byName.set(where === 'body' ? 'body' : `${where} ${name}`, target);
    });
  }
  return [...byName.values()];
}

/** Members of a parameter or a header that are no keywords of its schema. */
const notSchema: ReadonlySet<string> = new Set([
  'allowEmptyValue',
  'collectionFormat',
  'description',
  'in',
  'name',
  'required',
]);

/** The schema of a parameter or a header, which has its keywords itself. */
function ownSchema(assembler: Assembler, place: Located, direction: 'request' | 'response'): unknown {
  const keywords = Object.entries(membersOf(place.value)).filter(
    ([name]) => !notSchema.has(name) && (name === 'x-nullable' || !name.startsWith('x-')),
  );
  return assembler.schemas.schema({ ...place, value: Object.fromEntries(keywords) }, direction);
}

/** How a list is written, by its collection format and the place of the parameter. */
function styleOf({ collectionFormat, in: where, type }: Members): Members {
  if (type !== 'array') return {};
  if (collectionFormat === 'multi') return { style: 'form', explode: true };
  const style = where === 'query' ? 'form' : 'simple';
  if (collectionFormat === 'ssv') return { style: 'spaceDelimited', explode: false };
  if (collectionFormat === 'pipes') return { style: 'pipeDelimited', explode: false };
  return { style, explode: false };
}

function parameterOf(assembler: Assembler, place: Located): Members[] {
  const parameter = membersOf(place.value);
  const { name, in: where, required, description } = parameter;
  if (where === 'body' || where === 'formData') return [];
  return [
    {
      ...extensionsOf(parameter),
      name,
      in: where,
      ...(required === true || where === 'path' ? { required: true } : {}),
      ...(description !== undefined && { description }),
      ...styleOf(parameter),
      schema: ownSchema(assembler, place, 'request'),
    },
  ];
}

function bodyOf(
  assembler: Assembler,
  parameters: readonly Located[],
  consumes: readonly string[],
): Members | undefined {
  const whole = parameters.find(({ value }) => membersOf(value).in === 'body');
  if (whole) {
    const { required, description, schema } = membersOf(whole.value);
    const content = {
      ...(schema !== undefined && {
        schema: assembler.schemas.schema(memberAt(whole, 'schema', schema), 'request'),
      }),
    };
    return {
      ...extensionsOf(whole.value),
      ...(description !== undefined && { description }),
      required: required === true,
      content: Object.fromEntries(consumes.map((mediaType) => [mediaType, content])),
    };
  }
  const fields = parameters.filter(({ value }) => membersOf(value).in === 'formData');
  if (fields.length === 0) return undefined;
  const forms = consumes.filter((mediaType) =>
    /^(multipart\/|application\/x-www-form-urlencoded)/i.test(mediaType),
  );
  const hasFile = fields.some(({ value }) => membersOf(value).type === 'file');
  const assumed = hasFile ? 'multipart/form-data' : 'application/x-www-form-urlencoded';
  const required = fields.map(({ value }) => membersOf(value)).filter((field) => field.required === true);
  const schema = {
    type: 'object',
    properties: Object.fromEntries(
      fields.map((field) => [String(membersOf(field.value).name), ownSchema(assembler, field, 'request')]),
    ),
    ...(required.length > 0 && { required: required.map(({ name }) => String(name)) }),
  };
  return {
    required: required.length > 0,
    content: Object.fromEntries(
      (forms.length > 0 ? forms : [assumed]).map((mediaType) => [mediaType, { schema }]),
    ),
  };
}

function responsesOf(assembler: Assembler, place: Located, produces: readonly string[]): Members {
  const { responses } = membersOf(place.value);
  const at = memberAt(place, 'responses', responses);
  return Object.fromEntries(
    Object.entries(membersOf(responses)).map(([code, value]) => {
      const target = assembler.target(memberAt(at, code, value));
      return [code, code.startsWith('x-') ? value : responseOf(assembler, target, produces)];
    }),
  );
}

function responseOf(assembler: Assembler, place: Located, produces: readonly string[]): Members {
  const response = membersOf(place.value);
  const { description, schema, examples, headers } = response;
  const given = membersOf(examples);
  const isFile = membersOf(schema).type === 'file';
  const written =
    schema === undefined
      ? undefined
      : assembler.schemas.schema(memberAt(place, 'schema', schema), 'response');
  const types =
    schema === undefined ? Object.keys(given) : [...new Set([...produces, ...Object.keys(given)])];
  const headersAt = memberAt(place, 'headers', headers);
  return {
    ...extensionsOf(response),
    description: typeof description === 'string' ? description : '',
    headers: Object.fromEntries(
      Object.entries(membersOf(headers)).map(([name, header]) => [
        name,
        {
          ...extensionsOf(header),
          schema: ownSchema(assembler, memberAt(headersAt, name, header), 'response'),
        },
      ]),
    ),
    content: Object.fromEntries(
      types.map((mediaType) => [
        mediaType,
        {
          ...(written !== undefined && !isFile && { schema: written }),
          ...(given[mediaType] !== undefined && { example: given[mediaType] }),
        },
      ]),
    ),
  };
}

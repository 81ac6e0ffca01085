import type { OpenAPIV3_1 } from 'openapi-types';
import { expectationOf } from './extensions.ts';
import { jsonContentAmong, jsonTypeAmong } from './media-type.ts';
import type { BodyContent, RequestBody } from './operations.ts';
import { readExamples } from './read-examples.ts';
import { type Schemas, schemaOf } from './resolved.ts';

/** The request body of an operation, and what of it the suite does not cover. */
export function readRequestBody(
  body: OpenAPIV3_1.RequestBodyObject,
  where: string,
  schemas: Schemas,
): { readonly body: RequestBody; readonly notes: readonly string[] } {
  const content = body.content ?? {};
  const mediaTypes = Object.keys(content);
  const jsonType = jsonTypeAmong(mediaTypes);
  const json = jsonType === undefined ? undefined : content[jsonContentAmong(mediaTypes) ?? jsonType];
  const schema = schemaOf(json?.schema, `${where}/content/schema`, schemas.definitions);
  const { examples, refused, notes } = readExamples(json ?? {}, schema, where, schemas.validatorOf);
  const others = Object.entries(content).filter(([, other]) => other !== json);
  const read = others.map(([mediaType, other]) => readContent(mediaType, other, where, schemas));
  return {
    body: {
      required: body.required === true,
      mediaTypes,
      ...(jsonType !== undefined && { jsonType }),
      schema,
      examples,
      ...(refused.length > 0 && { refusedExamples: refused }),
      others: read.map(({ content: other }) => other),
      invalid: expectationOf(body, 'x-invalid', where),
      unsupportedMediaType: expectationOf(body, 'x-unsupported-media-type', where),
      missingMediaType: expectationOf(body, 'x-missing-media-type', where),
      chunked: expectationOf(body, 'x-chunked', where),
      mediaTypeCase: expectationOf(body, 'x-media-type-case', where),
    },
    notes: jsonType === undefined ? read.flatMap((other) => other.notes) : notes,
  };
}

function readContent(
  mediaType: string,
  content: OpenAPIV3_1.MediaTypeObject,
  where: string,
  schemas: Schemas,
): { readonly content: BodyContent; readonly notes: readonly string[] } {
  const schema = schemaOf(content.schema, `${where}/content/schema`, schemas.definitions);
  const { examples, notes } = readExamples(content, schema, where, schemas.validatorOf);
  return { content: { mediaType, schema, examples }, notes };
}

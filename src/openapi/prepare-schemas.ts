import standalone from 'ajv/dist/standalone/index.js';
import type { OpenAPIV3_1 } from 'openapi-types';
import { newCompiler, withFewErrors } from './compiler.ts';
import { type PreparedSchema, type PreparedSchemas, schemaText } from './prepared-validator.ts';
import { readOperations } from './read-operations.ts';
import { withSharedDefinitions } from './shared-definitions.ts';
import type { Schema } from './violations.ts';

/** Every schema by which the answers and examples of a document are judged, compiled. */
export function preparedSchemasOf(document: OpenAPIV3_1.Document): PreparedSchemas {
  const schemas = new Set<Schema>();
  readOperations(document, (schema) => {
    schemas.add(schema);
    return () => [];
  });
  return prepareSchemas([...schemas]);
}

/** Schemas of one document, compiled. */
export function prepareSchemas(schemas: readonly Schema[]): PreparedSchemas {
  const byText = new Map(schemas.map((schema) => [schemaText(schema), schema]));
  return Object.fromEntries([...byText].map(([text, schema]) => [text, preparedSchema(schema)]));
}

function preparedSchema(schema: Schema): PreparedSchema {
  const asksForAdvice = JSON.stringify(schema).includes('"x-should"');
  return {
    code: codeOf(schema, true),
    ...(asksForAdvice && { withoutAdvice: codeOf(schema, false) }),
  };
}

function codeOf(schema: Schema, advice: boolean): string {
  const compiler = newCompiler(advice, { source: true });
  const validate = compiler.compile(withSharedDefinitions(schema, compiler));
  const module = withFewErrors(standalone.default(compiler, validate));
  const code = module.replaceAll(/\brequire\("ajv\/dist\/runtime\/(\w+)"\)\.default/g, '$1');
  return `((module) => {${code};return module.exports;})({})`;
}

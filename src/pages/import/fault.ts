import type { CodeRow } from '../rst/table-rows.ts';
import type { DraftContext, JsonObject } from './draft-context.ts';
import { camelCase, capitalised } from './names.ts';

/** A fault as in the reference: one member, named after the status, with code and message. */
export function faultOf(
  code: number,
  row: CodeRow | undefined,
  { faults, schemas, names, unknown }: DraftContext,
): JsonObject {
  const known = faults[String(code)];
  const fault = known ?? camelCase(row?.name ?? '');
  if (fault === '') {
    unknown.push(`${code}: the name of its fault; its body is left out`);
    return {};
  }
  if (known === undefined) unknown.push(`${code}: whether its fault is named ${fault}, like the code`);
  const name = capitalised(fault);
  for (const one of ['Fault', name]) names.add(one);
  schemas.set('Fault', {
    type: 'object',
    required: ['code', 'message'],
    properties: { code: { type: 'integer' }, message: { type: 'string', minLength: 1 }, details: {} },
  });
  schemas.set(name, {
    type: 'object',
    required: [fault],
    additionalProperties: false,
    properties: {
      [fault]: { allOf: [{ $ref: '#/components/schemas/Fault' }, { properties: { code: { const: code } } }] },
    },
  });
  return {
    'x-fault': fault,
    content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } },
  };
}

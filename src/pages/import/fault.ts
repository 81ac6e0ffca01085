import type { CodeRow } from '../rst/table-rows.ts';
import type { DraftContext, JsonObject } from './draft-context.ts';
import { camelCase, capitalised } from './names.ts';

/** The reference's fault: one member, named for the status, with the status and a message. */
export function faultOf(
  code: number,
  row: CodeRow | undefined,
  { faults, schemas, unknown }: DraftContext,
): JsonObject {
  const known = faults[String(code)];
  const fault = known ?? camelCase(row?.name ?? '');
  if (fault === '') {
    unknown.push(`${code}: what its fault is called; its body is not described`);
    return {};
  }
  if (known === undefined)
    unknown.push(`${code}: whether its fault is called ${fault}, after the name of the code`);
  const name = capitalised(fault);
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

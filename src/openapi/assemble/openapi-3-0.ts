import { referenceOf } from './positions.ts';
import type { Version } from './source.ts';

type Members = Readonly<Record<string, unknown>>;

/**
 * A schema of any version in the words of JSON Schema 2020-12, the schemas within it apart. OpenAPI 3.0 and Swagger 2.0 are
 * alike here (OpenAPI 3.0.4, section 4.7.24).
 */
export function inJsonSchema(schema: Members, version: Version): Members {
  const isOld = version === '2.0' || version === '3.0';
  // What stands beside a reference is ignored there; that null is allowed is meant all the same.
  if (isOld && referenceOf(schema) !== undefined) {
    const { $ref, nullable } = schema;
    return withNull({ $ref, ...(nullable !== undefined && { nullable }) });
  }
  const exact = isOld ? withoutFile(withNumericLimits(schema)) : schema;
  return withNull(exact);
}

/** `exclusiveMinimum: true` says that `minimum` itself is excluded. */
function withNumericLimits(schema: Members): Members {
  let changed = schema;
  for (const [flag, limit] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ] as const) {
    const { [flag]: isExclusive, [limit]: value, ...others } = changed;
    if (typeof isExclusive !== 'boolean') continue;
    if (value === undefined) changed = others;
    else changed = { ...others, [isExclusive ? flag : limit]: value };
  }
  return changed;
}

/** The content of a file is no JSON. */
function withoutFile(schema: Members): Members {
  if (schema.type !== 'file') return schema;
  const { type: _, ...others } = schema;
  return others;
}

/** `nullable` is no keyword of 3.1, but who writes it there means the same. */
function withNull(schema: Members): Members {
  const { nullable, 'x-nullable': old, ...others } = schema;
  if (nullable !== true && old !== true) return nullable === undefined && old === undefined ? schema : others;
  const { type, enum: values, const: constant } = others;
  const composed = ['allOf', 'anyOf', 'oneOf', 'not', '$ref'].some((keyword) => keyword in others);
  if (type !== undefined && !composed && constant === undefined)
    return {
      ...others,
      type: [...new Set([type].flat().concat('null'))],
      ...(Array.isArray(values) && !values.includes(null) && { enum: [...values, null] }),
    };
  if (!composed && !Array.isArray(values) && constant === undefined) return others;
  const described = Object.entries(others).filter(
    ([name]) => name.startsWith('x-') || name === 'description',
  );
  return { ...Object.fromEntries(described), anyOf: [{ type: 'null' }, others] };
}

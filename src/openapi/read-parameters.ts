import type { OpenAPIV3_1 } from 'openapi-types';
import { ExtensionReader } from './extensions.ts';
import type { PathParameter } from './operations.ts';
import { type Definitions, schemaOf } from './resolved.ts';

/** The parameters of an operation; its own override those of its path. */
export function readParameters(
  item: OpenAPIV3_1.PathItemObject,
  operation: OpenAPIV3_1.OperationObject,
  where: string,
  definitions: Definitions,
): PathParameter[] {
  const byName = new Map<string, OpenAPIV3_1.ParameterObject>();
  for (const parameter of [...(item.parameters ?? []), ...(operation.parameters ?? [])])
    if (!('$ref' in parameter)) byName.set(`${parameter.in} ${parameter.name}`, parameter);
  return [...byName.values()]
    .filter((parameter) => parameter.in === 'path')
    .map((parameter) => {
      const at = `${where}/parameters/${parameter.name}`;
      return {
        name: parameter.name,
        schema: schemaOf(parameter.schema, `${at}/schema`, definitions),
        unknownValues: new ExtensionReader(parameter, at)
          .list('x-unknown-values')
          .map((reader) => reader.unknownValue()),
      };
    });
}

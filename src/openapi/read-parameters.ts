import type { OpenAPIV3_1 } from 'openapi-types';
import { isValue } from '../util/exact-json.ts';
import { ExtensionReader, expectationOf } from './extensions.ts';
import type { Parameter, ParameterForm, ParameterPlace } from './operations.ts';
import { type Definitions, requireModestSize, schemaOf, unreferenced } from './resolved.ts';

/** The style of a place where the parameter names none. */
const styles: Readonly<Record<ParameterPlace, string>> = {
  path: 'simple',
  query: 'form',
  header: 'simple',
  cookie: 'form',
};

const isPlace = (place: string): place is ParameterPlace => Object.hasOwn(styles, place);

/**
 * Header parameters that are ignored: the first three by OpenAPI (3.1, "Parameter Object"), the others because the
 * transport writes them itself.
 */
const ignored: ReadonlySet<string> = new Set([
  ...['accept', 'content-type', 'authorization'],
  ...['connection', 'content-length', 'cookie', 'host', 'transfer-encoding', 'user-agent'],
]);

/** The parameters of an operation; its own override those of its path. */
export function readParameters(
  item: OpenAPIV3_1.PathItemObject,
  operation: OpenAPIV3_1.OperationObject,
  where: string,
  definitions: Definitions,
): Parameter[] {
  const byName = new Map<string, OpenAPIV3_1.ParameterObject>();
  for (const parameter of [...(item.parameters ?? []), ...(operation.parameters ?? [])]) {
    const own = unreferenced(parameter);
    if (own) byName.set(`${own.in} ${own.name}`, own);
  }
  return [...byName.values()].flatMap((parameter) => {
    const { in: place, name } = parameter;
    if (!isPlace(place) || (place === 'header' && ignored.has(name.toLowerCase()))) return [];
    const at = `${where}/parameters/${name}`;
    return [readParameter(parameter, place, at, definitions)];
  });
}

function readParameter(
  parameter: OpenAPIV3_1.ParameterObject,
  place: ParameterPlace,
  at: string,
  definitions: Definitions,
): Parameter {
  const { name } = parameter;
  const [[mediaType, content] = []] = Object.entries(parameter.content ?? {});
  const style = parameter.style ?? styles[place];
  const form: ParameterForm =
    mediaType === undefined
      ? {
          style,
          explode: parameter.explode ?? style === 'form',
          allowReserved: parameter.allowReserved === true,
        }
      : { mediaType };
  return {
    name,
    in: place,
    required: parameter.required === true || place === 'path',
    schema: schemaOf(content?.schema ?? parameter.schema, `${at}/schema`, definitions),
    form,
    examples: [...examplesOf(parameter, at), ...(content ? examplesOf(content, at) : [])],
    invalid: expectationOf(parameter, 'x-invalid', at),
    unknownValues: new ExtensionReader(parameter, at)
      .list('x-unknown-values')
      .map((reader) => reader.unknownValue()),
  };
}

/** The values of `example`, then of `examples`. */
function examplesOf(
  { example, examples = {} }: Pick<OpenAPIV3_1.MediaTypeObject, 'example' | 'examples'>,
  at: string,
) {
  const values: unknown[] = [example, ...Object.values(examples).map((one) => unreferenced(one)?.value)];
  return values.filter(isValue).map((value) => {
    requireModestSize(value, at);
    return value;
  });
}

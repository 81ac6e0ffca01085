import type { OpenAPIV3_1 } from 'openapi-types';
import { ExtensionReader, expectationOf } from './extensions.ts';
import type { Credential, Operation, PathParameter, RateLimit } from './operations.ts';
import { readRequestBody, readResponse } from './read-messages.ts';
import { resolved, schemaOf, unusable } from './resolved.ts';

const methods = ['get', 'head', 'put', 'post', 'delete', 'patch', 'options', 'trace'] as const;

/**
 * Every operation of a validated, dereferenced OpenAPI 3.1 document, in document order.
 * @param advisory the requirements that are only a *should*
 * @throws SuiteError of kind `configuration` if an operation cannot be used.
 */
export function operationsOf(
  document: OpenAPIV3_1.Document,
  advisory: ReadonlySet<string> = new Set(),
): Operation[] {
  const found = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    item === undefined
      ? []
      : methods.flatMap((method) => {
          const operation = item[method];
          if (!operation) return [];
          const read = readOperation(document, path, item, method, operation);
          return [{ ...read, advisoryRequirements: advisory }];
        }),
  );
  if (found.length === 0) throw unusable('paths', 'it documents no operation');
  return found;
}

function readOperation(
  document: OpenAPIV3_1.Document,
  path: string,
  item: OpenAPIV3_1.PathItemObject,
  method: (typeof methods)[number],
  operation: OpenAPIV3_1.OperationObject,
): Omit<Operation, 'advisoryRequirements'> {
  const where = `paths/${path}/${method}`;
  const id = operation.operationId;
  if (id === undefined || !/^[A-Za-z0-9_.-]+$/.test(id)) {
    throw unusable(where, 'an operation needs an operationId of letters, digits, "_", "." and "-"');
  }
  const extensions = new ExtensionReader(operation, where);
  const body = resolved(operation.requestBody, `${where}/requestBody`);
  const credential = credentialOf(document, operation, where);
  const resourceParameter = extensions.optionalString('x-resource-parameter');
  const rateLimit = rateLimitOf(extensions.optional('x-rate-limit'));
  return {
    id,
    title: operation.summary ?? id,
    tags: operation.tags ?? [],
    method: method.toUpperCase(),
    path,
    requirements: extensions.strings('x-requirements') ?? [],
    parameters: pathParameters(item, operation, where),
    ...(credential && { credential }),
    ...(body && { body: readRequestBody(body, `${where}/requestBody`) }),
    responses: new Map(
      Object.entries(operation.responses ?? {})
        .filter(([status]) => /^[1-5]\d\d$/.test(status))
        .map(([status, response]) => {
          const at = `${where}/responses/${status}`;
          return [
            Number(status),
            readResponse(Number(status), resolved(response, at), at, resourceParameter),
          ];
        }),
    ),
    pathMethods: methods.filter((name) => item[name] !== undefined).map((name) => name.toUpperCase()),
    undocumentedMethods: expectationOf(item, 'x-undocumented-methods', where),
    unrecognisedMethod: expectationOf(item, 'x-unrecognised-method', where),
    ...(resourceParameter !== undefined && { resourceParameter }),
    ...(rateLimit && { rateLimit }),
    ...('x-default-format' in document && {
      defaultFormat: expectationOf(document, 'x-default-format', 'document'),
    }),
    checkRequirements: new ExtensionReader(document, 'document').stringMap('x-check-requirements'),
  };
}

const rateLimitOf = (limit: ExtensionReader | undefined): RateLimit | undefined =>
  limit && {
    requests: limit.amount('requests'),
    perSeconds: limit.amount('perSeconds'),
    requirement: limit.string('requirement'),
  };

function pathParameters(
  item: OpenAPIV3_1.PathItemObject,
  operation: OpenAPIV3_1.OperationObject,
  where: string,
): PathParameter[] {
  return [...(item.parameters ?? []), ...(operation.parameters ?? [])]
    .map((parameter) => resolved(parameter, `${where}/parameters`))
    .filter((parameter) => parameter.in === 'path')
    .map((parameter) => ({
      name: parameter.name,
      schema: schemaOf(parameter.schema, `${where}/parameters/${parameter.name}/schema`),
      unknownValues: new ExtensionReader(parameter, `${where}/parameters/${parameter.name}`)
        .list('x-unknown-values')
        .map((reader) => reader.unknownValue()),
    }));
}

/** The first API key in a header among the security requirements of the operation. */
function credentialOf(
  document: OpenAPIV3_1.Document,
  operation: OpenAPIV3_1.OperationObject,
  where: string,
): Credential | undefined {
  const names = (operation.security ?? document.security ?? []).flatMap((requirement) =>
    Object.keys(requirement),
  );
  for (const name of names) {
    const scheme = resolved(document.components?.securitySchemes?.[name], `${where}/security/${name}`);
    if (scheme?.type === 'apiKey' && scheme.in === 'header') {
      return { header: scheme.name, invalid: expectationOf(scheme, 'x-invalid', `securitySchemes/${name}`) };
    }
  }
  return undefined;
}

import type { OpenAPIV3_1 } from 'openapi-types';
import type { UnusableOperation } from './assemble/document.ts';
import { methods, pathOf } from './assemble/positions.ts';
import { ExtensionReader, expectationOf } from './extensions.ts';
import { type Effect, effects, type Operation, type RateLimit } from './operations.ts';
import { readCredential } from './read-credentials.ts';
import { readResponses } from './read-messages.ts';
import { readParameters } from './read-parameters.ts';
import { readRequestBody } from './read-request-body.ts';
import { type Schemas, unreferenced } from './resolved.ts';
import { UnusableError, unusable as unusableAt } from './unusable.ts';
import type { ValidatorOf } from './violations.ts';

export interface ReadOperations {
  readonly operations: readonly Operation[];
  readonly unusable: readonly UnusableOperation[];
}

/**
 * Every operation of a document as `readDocument` gives it, in document order.
 * @param validatorOf how schemas are compiled
 * @param advisory the requirements that are only a *should*
 */
export function readOperations(
  document: OpenAPIV3_1.Document,
  validatorOf: ValidatorOf,
  advisory: ReadonlySet<string> = new Set(),
): ReadOperations {
  const operations: Operation[] = [];
  const unusable: UnusableOperation[] = [];
  const schemas = { definitions: document.components?.schemas ?? {}, validatorOf };
  for (const [key, item] of Object.entries(document.paths ?? {}))
    for (const method of methods) {
      const operation = item?.[method];
      if (!item || !operation) continue;
      try {
        const read = readOperation(document, schemas, { key, item, method, operation });
        operations.push({ ...read, advisoryRequirements: advisory });
      } catch (error) {
        if (!(error instanceof UnusableError)) throw error;
        const id = operation.operationId ?? `${method} ${key}`;
        const { tags = [] } = operation;
        unusable.push({ id, tags, method: method.toUpperCase(), path: key, why: error.why });
      }
    }
  return { operations, unusable };
}

/** An operation, and where in the document it stands. */
interface OperationPlace {
  readonly key: string;
  readonly item: OpenAPIV3_1.PathItemObject;
  readonly method: (typeof methods)[number];
  readonly operation: OpenAPIV3_1.OperationObject;
}

function readOperation(
  document: OpenAPIV3_1.Document,
  schemas: Schemas,
  { key, item, method, operation }: OperationPlace,
): Omit<Operation, 'advisoryRequirements'> {
  const where = `paths/${key}/${method}`;
  const id = operation.operationId;
  if (id === undefined || !/^[A-Za-z0-9_.-]+$/.test(id)) {
    throw unusableAt(where, 'an operation needs an operationId of letters, digits, "_", "." and "-"');
  }
  const extensions = new ExtensionReader(operation, where);
  const { credential, notes: ofCredential } = readCredential(document, operation, where);
  const requestBody = unreferenced(operation.requestBody);
  const read = requestBody && readRequestBody(requestBody, `${where}/requestBody`, schemas);
  const notes = [...ofCredential, ...(read?.notes ?? [])];
  const resourceParameter = extensions.optionalString('x-resource-parameter');
  const effect = extensions.choice('x-risk', effects);
  const namesCreated = createdBy(key, resourceParameter, effect);
  const state = extensions.optional('x-provider-state');
  const rateLimit = rateLimitOf(extensions.optional('x-rate-limit'));
  const page = extensions.optionalString('x-page');
  return {
    id,
    title: operation.summary ?? id,
    tags: operation.tags ?? [],
    method: method.toUpperCase(),
    path: pathOf(key),
    requirements: extensions.strings('x-requirements') ?? [],
    parameters: readParameters(item, operation, where, schemas.definitions),
    ...(state && { state: state.state() }),
    ...(credential && { credential }),
    ...(read && { body: read.body }),
    ...readResponses(operation.responses ?? {}, {
      where: `${where}/responses`,
      schemas,
      namesCreated,
    }),
    ...methodsOf(document, key, item),
    ...(resourceParameter !== undefined && { resourceParameter }),
    ...(effect && { effect }),
    ...(rateLimit && { rateLimit }),
    ...('x-default-format' in document && {
      defaultFormat: expectationOf(document, 'x-default-format', 'document'),
    }),
    checkRequirements: new ExtensionReader(document, 'document').stringMap('x-check-requirements'),
    ...(page !== undefined && { page }),
    ...(notes.length > 0 && { notes }),
  };
}

/** The methods that a path documents, and what is expected of others: by the path, else by the document. */
function methodsOf(document: OpenAPIV3_1.Document, key: string, item: OpenAPIV3_1.PathItemObject) {
  const where = `paths/${key}`;
  const expectationFor = (name: string) =>
    name in item ? expectationOf(item, name, where) : expectationOf(document, name, 'document');
  const own = methods.filter((name) => item[name] !== undefined).map((name) => name.toUpperCase());
  const ofOtherKeys = new ExtensionReader(item, where).strings('x-documented-methods') ?? [];
  return {
    pathMethods: [...new Set([...own, ...ofOtherKeys])],
    undocumentedMethods: expectationFor('x-undocumented-methods'),
    unrecognisedMethod: expectationFor('x-unrecognised-method'),
  };
}

/** Whether a parameter names what the operation makes: its own path does not know that, unless it makes another of its resource. */
const createdBy =
  (path: string, resourceParameter: string | undefined, effect: Effect | undefined) =>
  (parameter: string): boolean =>
    parameter === resourceParameter ||
    ((resourceParameter === undefined || effect === 'create') && !path.includes(`{${parameter}}`));

const rateLimitOf = (limit: ExtensionReader | undefined): RateLimit | undefined =>
  limit && {
    requests: limit.amount('requests'),
    perSeconds: limit.amount('perSeconds'),
    requirement: limit.string('requirement'),
  };

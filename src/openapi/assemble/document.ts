import type { OpenAPIV3_1 } from 'openapi-types';
import { isPlainObject, membersOf } from '../../util/plain-object.ts';
import { UnusableError, unusable as unusableAt } from '../unusable.ts';
import { Assembler } from './assemble.ts';
import { DocumentedMethods } from './documented-methods.ts';
import { rootOf31 } from './openapi-3-2.ts';
import { type Method, methods, pathOf } from './positions.ts';
import { type Located, memberAt, type Source } from './source.ts';
import { swagger2Operation, swagger2Root } from './swagger-2-0.ts';

type Members = Readonly<Record<string, unknown>>;

/** An operation of a document that the suite cannot use, and why. */
export interface UnusableOperation {
  readonly id: string;
  readonly tags: readonly string[];
  readonly method: string;
  readonly path: string;
  readonly why: string;
}

/** An operation, assembled: an OpenAPI 3.1 operation without references, apart from those to `components.schemas`. */
export interface AssembledOperation {
  readonly id: string;
  readonly method: Method;
  /** The key of its path, with a fragment if it has one. */
  readonly key: string;
  readonly value: Members;
  /** What stands beside the operations of its path. */
  readonly item: Members;
}

export interface Assembled {
  /** Everything but paths and components. */
  readonly root: Members;
  readonly securitySchemes: Members;
  readonly schemas: Members;
  readonly operations: readonly AssembledOperation[];
  /** Also of operations that cannot be used. */
  readonly documentedMethods: DocumentedMethods;
  readonly unusable: readonly UnusableOperation[];
  /** What of a newer OpenAPI the suite does not cover, each with a place. */
  readonly notCovered: readonly string[];
}

/** The parts of a document that the suite uses, each operation by itself: one that cannot be used leaves the others. */
export function assembleDocument(source: Source): Assembled {
  const assembler = new Assembler(source);
  const ids = new Map<string, number>();
  const operations: AssembledOperation[] = [];
  const unusable: UnusableOperation[] = [];
  const documentedMethods = new DocumentedMethods();
  for (const { key, method, place, item } of operationsIn(source, assembler)) {
    const id = idOf(place.value, key, method, ids);
    const name = isMethod(method) ? method.toUpperCase() : method;
    if (method !== anyMethod) documentedMethods.add(pathOf(key), name);
    try {
      if (method === anyMethod) assembler.target(item);
      if (!isMethod(method))
        throw unusableAt(
          source.nameOf(place),
          `the method ${name} is not covered, which OpenAPI 3.1 does not have`,
        );
      operations.push({ id, method, key, ...assembleOperation(assembler, source, place, item) });
    } catch (error) {
      if (!(error instanceof UnusableError)) throw error;
      unusable.push({
        id,
        tags: tagsOf(place.value),
        method: name,
        path: key,
        why: error.why,
      });
    }
  }
  const { root, securitySchemes } =
    source.version === '2.0' ? swagger2Root(source) : openapi3Root(source, assembler);
  const schemas = Object.fromEntries(assembler.schemas.definitions);
  const notCovered = assembler.allNotCovered;
  return { root, securitySchemes, schemas, operations, documentedMethods, unusable, notCovered };
}

interface Found {
  readonly key: string;
  /** As the document writes it: one of `methods`, or one of OpenAPI 3.2; `*` for a path of which nothing is known. */
  readonly method: string;
  readonly place: Located;
  readonly item: Located;
}

/** Every operation, in document order. */
function* operationsIn({ root, version }: Source, assembler: Assembler): Generator<Found> {
  for (const [key, item] of membersAt(root, 'paths')) {
    if (key.startsWith('x-')) continue;
    let target: Located;
    try {
      target = assembler.target(item);
    } catch (error) {
      if (!(error instanceof UnusableError)) throw error;
      // What is wrong with the reference is found again.
      yield { key, method: anyMethod, place: item, item };
      continue;
    }
    const beside = isPlainObject(item.value) ? item.value : {};
    for (const method of methods) {
      const own = beside[method] === undefined ? target : item;
      const value = isPlainObject(own.value) ? own.value[method] : undefined;
      if (value !== undefined) yield { key, method, place: memberAt(own, method, value), item };
    }
    if (version !== '3.2') continue;
    const { query } = membersOf(target.value);
    if (query !== undefined) yield { key, method: 'QUERY', place: memberAt(target, 'query', query), item };
    for (const [method, place] of membersAt(target, 'additionalOperations'))
      yield { key, method, place, item };
  }
}

const anyMethod = '*';

const isMethod = (name: string): name is Method => methods.some((method) => method === name);

export const membersAt = (place: Located, name: string): [name: string, place: Located][] => {
  const value = isPlainObject(place.value) ? place.value[name] : undefined;
  const at = memberAt(place, name, value);
  return Object.entries(isPlainObject(value) ? value : {}).map(([key, inner]) => [
    key,
    memberAt(at, key, inner),
  ]);
};

function assembleOperation(assembler: Assembler, source: Source, place: Located, item: Located) {
  if (source.version === '2.0') return swagger2Operation(assembler, source, place, item);
  return {
    value: membersOf(assembler.part(place, 'operation', 'request')),
    item: withoutOperations(membersOf(assembler.part(item, 'pathItem', 'request'))),
  };
}

/** The operations of a path are assembled one by one, and those that cannot be used are not there. */
const withoutOperations = (item: Members): Members =>
  Object.fromEntries(Object.entries(item).filter(([name]) => !isMethod(name)));

function openapi3Root(
  { root, version }: Source,
  assembler: Assembler,
): Pick<Assembled, 'root' | 'securitySchemes'> {
  const { paths: _, components, webhooks: __, ...own } = membersOf(root.value);
  const { members: others, left } = version === '3.2' ? rootOf31(own) : { members: own, left: [] };
  for (const what of left) assembler.notCovered(what, root);
  const schemes = membersAt(memberAt(root, 'components', components), 'securitySchemes');
  return {
    root: others,
    securitySchemes: Object.fromEntries(
      schemes.map(([name, scheme]) => [name, assembler.part(scheme, 'securityScheme', 'request')]),
    ),
  };
}

/** The tags of an operation, of whatever it may be. */
export const tagsOf = (operation: unknown): readonly string[] => {
  const { tags } = membersOf(operation);
  return Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [];
};

/**
 * The operation's id in the suite: its `operationId`, or its method and path, in characters that an id may have; with a
 * number if another operation has it already.
 */
function idOf(operation: unknown, key: string, method: string, ids: Map<string, number>): string {
  const { operationId } = membersOf(operation);
  const given = typeof operationId === 'string' && operationId !== '' ? operationId : `${method}${key}`;
  const id = given.replaceAll(/[^A-Za-z0-9_.-]+/g, '-').replaceAll(/^-+|-+$/g, '') || method;
  const times = (ids.get(id) ?? 0) + 1;
  ids.set(id, times);
  return times === 1 ? id : `${id}-${times}`;
}

/** The document in one piece, which refers to nothing but its own `components.schemas`. */
export function documentOf(assembled: Assembled): OpenAPIV3_1.Document {
  const { root, securitySchemes, schemas, operations, documentedMethods } = assembled;
  const paths: Record<string, Record<string, unknown>> = {};
  for (const { key, method, id, value, item } of operations)
    paths[key] = {
      ...item,
      ...paths[key],
      'x-documented-methods': documentedMethods.of(pathOf(key)),
      [method]: { ...value, operationId: id },
    };
  const document: unknown = { ...root, openapi: '3.1.0', paths, components: { securitySchemes, schemas } };
  // Its types are those that the validator of OpenAPI documents has seen (`validate.ts`).
  return document as OpenAPIV3_1.Document;
}

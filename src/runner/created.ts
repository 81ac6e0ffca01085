import { type Case, credentialValue } from '../catalogue/case.ts';
import type { AnsweredExchange } from '../checks/check.ts';
import { jsonBody } from '../checks/json-body.ts';
import type { CreatedResource } from '../model/result.ts';
import type { Operation } from '../openapi/operations.ts';
import { responseFor } from '../openapi/responses.ts';
import type { Values } from '../provider-states/driver.ts';
import { atPath, pointerNames } from '../util/json-pointer.ts';
import { numbersAsText } from '../util/numbers-as-text.ts';
import { isPlainId, longestSegment, parametersIn } from '../util/path-segment.ts';
import { membersOf } from '../util/plain-object.ts';

/** How the document itself removes something: its operation, and the values of that request. */
export interface Removal {
  readonly operation: Operation;
  readonly values: Values;
}

/** What an accepted request made, as far as its answer tells. */
export interface Created {
  /** Id of the case. */
  readonly caseId: string;
  /** The path parameter that names it. */
  readonly kind: string;
  /** Absent where the answer has none. */
  readonly id?: string;
  readonly createdAt: Date;
  removedAt?: Date;
  /** How it is removed where no driver does it, or why that cannot be; absent: no operation does it. */
  readonly removal?: Removal | string;
}

/** What is known beside the exchange. */
export interface Surroundings {
  readonly operations: ReadonlyMap<string, Operation>;
  /** Those of the run and of the set-up. */
  readonly values: Values;
  readonly wasThereBefore: (id: string) => boolean;
}

/** What was made by a request that the target accepted; undefined if it makes nothing. */
export function createdBy(
  exchange: AnsweredExchange,
  item: Case,
  surroundings: Surroundings,
): Created | undefined {
  const operation = surroundings.operations.get(item.operationId);
  const found = operation && item.request.method !== 'DELETE' && identified(exchange, item, operation);
  if (!found) return undefined;
  const { id, parameter, removerPath } = found;
  const remover = removerAt(surroundings.operations, removerPath);
  const kind = parameter ?? (remover && lastParameter(remover.path)) ?? lastWord(operation.path);
  const named = id ?? idIn(exchange, [[kind], ['id']]);
  const removal = removalOf(named, remover, exchange, operation.path, surroundings);
  return {
    caseId: item.id,
    kind,
    ...(named !== undefined && { id: named }),
    createdAt: new Date(),
    ...(removal !== undefined && { removal }),
  };
}

interface Identified {
  readonly id: string | undefined;
  readonly parameter?: string;
  /** The path of the operation that removes it, or its end. */
  readonly removerPath: string;
}

/** Which id the document or the request itself gives to what was made. */
function identified(exchange: AnsweredExchange, item: Case, operation: Operation): Identified | undefined {
  const { path, resourceParameter } = operation;
  const pointer = responseFor(operation, exchange.response.status)?.created;
  const linked = pointer === undefined ? undefined : idIn(exchange, [pointerNames(pointer)]);
  if (item.risk !== 'create') {
    if (linked === undefined || resourceParameter === undefined) return undefined;
    return { id: linked, parameter: resourceParameter, removerPath: `/{${resourceParameter}}` };
  }
  // A made-up path: the request makes what the path names, and says so (RFC 9110 section 9.3.4).
  const madeUp = Object.entries(item.request.parameters).find(([name]) => name === lastParameter(path));
  if (item.request.method !== 'POST' && madeUp) {
    const [parameter, id] = madeUp;
    return exchange.response.status === createdStatus ? { id, parameter, removerPath: path } : undefined;
  }
  return { id: linked, removerPath: `${withoutLastSlash(path)}/{}` };
}

/** Of a path template, what a reader would call a thing in it. */
const lastWord = (path: string): string =>
  path.split('/').findLast((segment) => /^[^{]/.test(segment)) ?? 'resource';

const createdStatus = 201;

const lastParameter = (path: string): string | undefined => parametersIn(path).at(-1);

const withoutLastSlash = (path: string): string => path.replace(/\/$/, '');

/** The path with its parameters unnamed: operations may call the same one differently. */
const shapeOf = (path: string): string => withoutLastSlash(path).replaceAll(/\{[^{}]*\}/g, '{}');

/** The operation that removes what a path names. A path that is only a parameter stands for any that ends with it. */
function removerAt(operations: Surroundings['operations'], path: string): Operation | undefined {
  const deletes = [...operations.values()].filter(({ method }) => method === 'DELETE');
  if (/^\/\{[^{}]+\}$/.test(path)) return deletes.find((one) => withoutLastSlash(one.path).endsWith(path));
  return deletes.find((one) => shapeOf(one.path) === shapeOf(path));
}

/** The first of some members that is an id, at the top of the answer or in the one object that it holds. */
function idIn(exchange: AnsweredExchange, paths: readonly (readonly string[])[]): string | undefined {
  if (jsonBody(exchange).kind !== 'json') return undefined;
  // A number is its digits: a rounded one would have another resource torn down.
  const body: unknown = JSON.parse(numbersAsText(new TextDecoder().decode(exchange.response.body)));
  return [body, onlyMember(body)]
    .flatMap((holder) => paths.map((path) => atPath(holder, ...path)))
    .find((value): value is string => typeof value === 'string' && value !== '');
}

function onlyMember(value: unknown): unknown {
  const [member, ...others] = Object.values(membersOf(value));
  return others.length === 0 ? member : undefined;
}

/**
 * How the document's own operation removes it. Only an id that no other can be mistaken for, and that was not there before
 * the request, is removed: the answer of a target that deviates may name anything.
 */
function removalOf(
  id: string | undefined,
  remover: Operation | undefined,
  exchange: AnsweredExchange,
  path: string,
  { values, wasThereBefore }: Surroundings,
): Removal | string | undefined {
  if (id === undefined) return 'the answer names no id by which it could be removed';
  if (!remover) return undefined;
  if (wasThereBefore(id)) return 'its id was in use before the request, so it was not removed';
  if (!isPlainId(id) || id.length > longestSegment)
    return 'a target may read its id as another one, so it was not removed';
  const { [credentialValue]: _bad, ...sent } = exchange.values;
  const { [credentialValue]: credential } = values;
  // The two paths may name the same parameters differently.
  const names = parametersIn(path).map((name, index) => [
    parametersIn(remover.path)[index] ?? name,
    sent[name],
  ]);
  return {
    operation: remover,
    values: {
      ...Object.fromEntries(names.filter(([, value]) => value !== undefined)),
      ...sent,
      ...(credential !== undefined && { [credentialValue]: credential }),
      [lastParameter(remover.path) ?? '']: id,
    },
  };
}

/** As reports have them, in the order in which they were made. What has no id is only left behind. */
export const createdResources = (created: readonly Created[]): CreatedResource[] =>
  created
    .toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime())
    .flatMap(({ kind, id, createdAt, removedAt }) =>
      id === undefined
        ? []
        : {
            kind,
            id,
            createdAt: createdAt.toISOString(),
            ...(removedAt && { removedAt: removedAt.toISOString() }),
          },
    );

import type { Risk } from '../model/result.ts';
import { type Effect, effects, type Operation } from '../openapi/operations.ts';
import { isDotSegment, isPlainId } from '../util/path-segment.ts';
import { isSuccess } from '../util/status-class.ts';
import type { RequestTemplate } from './case.ts';

/** RFC 9110 section 9.2.1. */
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/** Methods that may make what their path names (RFC 9110 section 9.3.4, RFC 5789 section 2). */
const upsertMethods = new Set(['PUT', 'PATCH']);

export const isSafe = (method: string): boolean => safeMethods.has(method);

/** Whether a case may change, make or remove something, so that it shares its resource with no other case. */
export const mayChange = (risk: Risk): boolean => risk !== 'none' && risk !== 'if-deviant';

/**
 * What sending the request can do to the target (decision 0033). Neither its credential nor its account counts: a target
 * may look at neither.
 * @param parameters the values of the path that the case made up
 * @param statuses those that the case accepts
 * @param absentResource whether the state of the case has no such resource
 */
export function riskOf(
  operation: Operation,
  { method, parameters }: Pick<RequestTemplate, 'method' | 'parameters'>,
  statuses: readonly number[],
  absentResource: boolean,
): Risk {
  const effect = effectOf(operation, method);
  if (mayUpsert(operation, { method, parameters }, absentResource)) return 'create';
  if (absentResource || namesNothing(operation, parameters, effect)) return 'none';
  if (effect !== 'change') return effect;
  return statuses.some(isSuccess) ? 'change' : 'if-deviant';
}

/**
 * What the request does if it is accepted. A target that accepts a method which the path does not document may do what
 * the method says, or what the operation does: the graver of both counts.
 */
function effectOf(operation: Operation, method: string): Effect {
  const own = operation.effect ?? usualEffect(operation, operation.method);
  if (method === operation.method) return own;
  const usual = usualEffect(operation, method);
  return usual === 'none' || effects.indexOf(usual) > effects.indexOf(own) ? usual : own;
}

/** What HTTP says of the method. A POST acts on the resource that its path names; without one, it makes one. */
function usualEffect({ resourceParameter }: Operation, method: string): Effect {
  if (isSafe(method)) return 'none';
  if (method === 'DELETE') return 'destroy';
  return method === 'POST' && resourceParameter === undefined ? 'create' : 'change';
}

/** Whether the request may make what a made-up value of its path names, unless the document says what it does. */
function mayUpsert(
  { method: documented, effect }: Operation,
  { method, parameters }: Pick<RequestTemplate, 'method' | 'parameters'>,
  absentResource: boolean,
): boolean {
  if (!upsertMethods.has(method) || (effect !== undefined && method === documented)) return false;
  return absentResource || Object.keys(parameters).length > 0;
}

/**
 * Whether the request's own id names nothing. An empty one or a dot segment leads to another path. An id that a target may
 * read as another (decision 0028) is no reason to send what removes something.
 */
function namesNothing(
  { resourceParameter }: Operation,
  parameters: RequestTemplate['parameters'],
  effect: Effect,
): boolean {
  const id = resourceParameter === undefined ? undefined : parameters[resourceParameter];
  if (id === undefined || id === '' || isDotSegment(id)) return false;
  return effect !== 'destroy' || isPlainId(id);
}

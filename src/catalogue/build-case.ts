import type { ProviderState } from '../model/provider-state.ts';
import type { Tolerance } from '../model/result.ts';
import type { Operation } from '../openapi/operations.ts';
import { documentedCodes, documentedFor, responseFor } from '../openapi/responses.ts';
import { isClientError, isSuccess } from '../util/status-class.ts';
import type { BaseRequest } from './base-request.ts';
import type { Case, CaseDefinition, RequestTemplate } from './case.ts';
import { isSafe, riskOf } from './risk.ts';

/** The only check whose requirement applies to HEAD. */
const headCheck = 'head_body_absence';

/** Builds the case that a definition describes. */
export function buildCase(
  operation: Operation,
  base: BaseRequest,
  derivedBy: string,
  definition: CaseDefinition,
): Case {
  const request: RequestTemplate = { ...base.request, ...definition.request };
  const tolerates = tolerancesOf(operation, definition);
  const range = documentedFor(operation, definition.status);
  const statuses = [definition.status, ...tolerates.map(({ status }) => status)];
  return {
    id: `${operation.id}/${definition.status}/${definition.slug}`,
    operationId: operation.id,
    status: definition.status,
    title: definition.title,
    ...(definition.subject !== undefined && { subject: definition.subject }),
    ...(definition.unknownAction && { unknownAction: true }),
    requirements: requirementsOf(operation, definition, request.method),
    risk: riskOf(operation, request, statuses, definition.absentResource === true),
    expect: definition.status,
    tolerates,
    states: stateOf(base.state === operation.state ? undefined : base.state, definition.state ?? base.state),
    derivedBy,
    request,
    ...(definition.anyBody !== undefined && { anyBody: definition.anyBody }),
    ...(definition.anyBodyWith && { anyBodyWith: definition.anyBodyWith }),
    ...(isAdvisory(operation, definition) && { alternatives: alternativesTo(operation, statuses) }),
    ...(definition.lawful && { lawful: definition.lawful }),
    ...(range?.endsWith('XX') && { range }),
    ...(definition.uses && { uses: definition.uses }),
    ...(definition.notThrottled && { notThrottled: true }),
    ...(isStateOptional(operation, base, definition, request) && { stateOptional: true }),
  };
}

/** Those of the definition, then those of the expected answer. What is not documented is never tolerated (decision 0002). */
function tolerancesOf(
  operation: Operation,
  { status: expected, tolerates = [] }: CaseDefinition,
): Tolerance[] {
  const own = new Set([expected, ...tolerates.map(({ status }) => status)]);
  const ofAnswer = responseFor(operation, expected)?.tolerates ?? [];
  return [...tolerates, ...ofAnswer.filter(({ status }) => !own.has(status))].filter(({ status }) =>
    responseFor(operation, status),
  );
}

/**
 * Whether the run's own values do where no source sets the state up: the state of the operation itself is only where a
 * valid request is accepted, and a read without it can show no less than that its answer is well formed.
 */
function isStateOptional(
  operation: Operation,
  base: BaseRequest,
  { state, status }: CaseDefinition,
  { method }: RequestTemplate,
): boolean {
  if (state !== undefined || operation.state === undefined || base.state !== operation.state) return false;
  return isSafe(method) || !isSuccess(status);
}

/** Whether only a *should* asks for the expected status (decision 0002). */
function isAdvisory(
  { advisoryRequirements }: Operation,
  { requirements, strength }: CaseDefinition,
): boolean {
  return requirements.length > 0
    ? requirements.every((id) => advisoryRequirements.has(id))
    : strength === 'should';
}

const alternativesTo = (operation: Operation, statuses: readonly number[]): number[] =>
  documentedCodes(operation).filter((status) => isClientError(status) && !statuses.includes(status));

/**
 * The requirements of the definition, then those of the expected answer. HEAD, and an answer that may have
 * any body, show none about content.
 */
function requirementsOf(operation: Operation, definition: CaseDefinition, method: string): string[] {
  const response = responseFor(operation, definition.status);
  const { [headCheck]: head, ...checks } = operation.checkRequirements;
  const content =
    method === 'HEAD'
      ? [head].filter((id) => id !== undefined)
      : definition.anyBody !== undefined && (definition.anyBodyWith?.includes(definition.status) ?? true)
        ? []
        : [...(response?.contentRequirements ?? []), ...Object.values(checks)];
  return [...new Set([...definition.requirements, ...(response?.requirements ?? []), ...content])];
}

/** @param base the state of the example, whose parameters hold for every state */
function stateOf(base: ProviderState | undefined, state: ProviderState | undefined): ProviderState[] {
  return state ? [{ name: state.name, params: { ...base?.params, ...state.params } }] : [];
}

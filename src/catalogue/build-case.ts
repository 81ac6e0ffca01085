import type { ProviderState } from '../model/provider-state.ts';
import type { Risk } from '../model/result.ts';
import type { Operation } from '../openapi/operations.ts';
import { type BaseRequest, isSuccess } from './base-request.ts';
import type { Case, CaseDefinition, RequestTemplate } from './case.ts';

/** The check that answers for HEAD alone. */
const headCheck = 'head_body_absence';

/** Makes the case that a draft describes. */
export function buildCase(
  operation: Operation,
  base: BaseRequest,
  derivedBy: string,
  draft: CaseDefinition,
): Case {
  const request: RequestTemplate = { ...base.request, ...draft.request };
  // What the operation does not document is never tolerated (decision 0002).
  const tolerates = (draft.tolerates ?? []).filter(({ status }) => operation.responses.has(status));
  const statuses = [draft.status, ...tolerates.map(({ status }) => status)];
  return {
    id: `${operation.id}/${draft.status}/${draft.slug}`,
    operationId: operation.id,
    status: draft.status,
    title: draft.title,
    requirements: requirementsOf(operation, draft, request.method),
    risk: riskOf(operation, request, statuses, draft.absentResource === true),
    expect: draft.status,
    tolerates,
    states: stateOf(base.state, draft.state),
    derivedBy,
    request,
    ...(draft.anyBody !== undefined && { anyBody: draft.anyBody }),
    ...(draft.anyBodyWith && { anyBodyWith: draft.anyBodyWith }),
    ...(draft.uses && { uses: draft.uses }),
  };
}

/** What the draft names, then what its expected answer shows; a HEAD or an answer with any body shows no content. */
function requirementsOf(operation: Operation, draft: CaseDefinition, method: string): string[] {
  const response = operation.responses.get(draft.status);
  const { [headCheck]: head, ...checks } = operation.checkRequirements;
  const content =
    method === 'HEAD'
      ? [head].filter((id) => id !== undefined)
      : draft.anyBody !== undefined && (draft.anyBodyWith?.includes(draft.status) ?? true)
        ? []
        : [...(response?.contentRequirements ?? []), ...Object.values(checks)];
  return [...new Set([...draft.requirements, ...(response?.requirements ?? []), ...content])];
}

function stateOf(base: ProviderState | undefined, own: ProviderState | undefined): ProviderState[] {
  const state = own ?? base;
  return state ? [{ name: state.name, params: { ...base?.params, ...state.params } }] : [];
}

/** Design section 4: safe methods, bad credentials and absent resources change nothing even on a deviating target. */
function riskOf(
  operation: Operation,
  request: RequestTemplate,
  statuses: readonly number[],
  absentResource: boolean,
): Risk {
  const { resourceParameter } = operation;
  const namesNothing =
    absentResource || (resourceParameter !== undefined && resourceParameter in request.parameters);
  const safe = request.method === 'GET' || request.method === 'HEAD';
  if (request.method === 'DELETE' && !namesNothing) return 'change';
  if (safe || namesNothing || request.credential !== 'valid') return 'none';
  return statuses.some(isSuccess) ? 'change' : 'if-deviant';
}

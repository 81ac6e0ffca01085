import type { Json } from '../model/json.ts';
import type { ProviderState } from '../model/provider-state.ts';
import { type Example, isJsonMediaType, type Operation } from '../openapi/operations.ts';
import { json, type RequestTemplate } from './case.ts';

/** The valid request that every derived case alters in one place. */
export interface BaseRequest {
  /** The example's value; undefined when the operation takes no body. */
  readonly value: Json | undefined;
  readonly state: ProviderState | undefined;
  readonly request: RequestTemplate;
}

/** Says whether what the run was given can serve a state. */
export type StateFilter = (state: ProviderState) => boolean;

/** Builds on the first example whose state fits; without one, on the first of all. */
export function baseRequestOf(operation: Operation, fits: StateFilter): BaseRequest {
  const examples = operation.body?.examples ?? [];
  const example = examples.find(({ state }) => state !== undefined && fits(state)) ?? examples[0];
  return requestFromExample(operation, example);
}

export function requestFromExample(operation: Operation, example: Example | undefined): BaseRequest {
  const mediaType = operation.body?.mediaTypes.find(isJsonMediaType) ?? null;
  return {
    value: example?.value,
    state: example?.state,
    request: {
      method: operation.method,
      path: operation.path,
      parameters: {},
      credential: 'valid',
      credentialHeader: operation.credential?.header ?? null,
      accept: 'application/json',
      contentType: example === undefined ? null : mediaType,
      body: example === undefined ? null : json(example.value),
    },
  };
}

/** The status that a success of the operation has: its lowest documented 2xx. */
export function successStatus(operation: Operation): number | undefined {
  return [...operation.responses.keys()].filter(isSuccess).sort((a, b) => a - b)[0];
}

export const isSuccess = (status: number): boolean => status >= 200 && status < 300;

import type { Json } from '../model/json.ts';
import type { ProviderState } from '../model/provider-state.ts';
import type { Example, Operation } from '../openapi/operations.ts';
import { documentedFor } from '../openapi/responses.ts';
import { acceptOf } from './accept.ts';
import { json, type RequestTemplate } from './case.ts';

/** The valid request that every derived case changes in one place. */
export interface BaseRequest {
  /** The example's value; undefined when the operation takes no body. */
  readonly value: Json | undefined;
  readonly state: ProviderState | undefined;
  readonly request: RequestTemplate;
}

/** Whether the inputs of the run can provide a state. */
export type StateFilter = (state: ProviderState) => boolean;

/** The request of the first example whose state the run can provide; otherwise of the first example. */
export function baseRequestOf(operation: Operation, fits: StateFilter): BaseRequest {
  const examples = operation.body?.examples ?? [];
  const example = examples.find(({ state }) => state !== undefined && fits(state)) ?? examples[0];
  return requestFromExample(operation, example);
}

/** The request that an example shows; without one, a request without a body. */
export function requestFromExample(operation: Operation, example: Example | undefined): BaseRequest {
  const mediaType = operation.body?.jsonType ?? null;
  return {
    value: example?.value,
    state: example?.state,
    request: {
      method: operation.method,
      path: operation.path,
      parameters: {},
      credential: 'valid',
      credentialPlace: operation.credential?.place ?? null,
      accept: acceptOf(operation),
      contentType: example === undefined ? null : mediaType,
      body: example === undefined ? null : json(example.value),
    },
  };
}

/** The success status of an operation: its lowest documented 2xx; 200 where only `2XX` is documented. */
export function successStatus(operation: Operation): number | undefined {
  const [lowest] = [...operation.responses.keys()].filter(isSuccess).sort((a, b) => a - b);
  return lowest ?? (documentedFor(operation, 200) === undefined ? undefined : 200);
}

export const isSuccess = (status: number): boolean => status >= 200 && status < 300;
export const isClientError = (status: number): boolean => status >= 400 && status < 500;

import {
  datastoreParams,
  providerStates,
  renamedStates,
  type StateDefinition,
} from '../../contracts/provider-states.ts';
import type { ProviderState } from '../model/provider-state.ts';
import { nearest } from '../util/nearest.ts';

/** The provider states that a run may ask for, by name, each with the names of its parameters. */
export type KnownStates = ReadonlyMap<string, readonly string[]>;

/** The states of the vocabulary, and those that the cases of the document in use ask for (decision 0003). */
export function knownStates(ofDocument: readonly ProviderState[] = []): KnownStates {
  const definitions: Readonly<Record<string, StateDefinition>> = providerStates;
  const known = new Map(
    Object.entries(definitions).map(([name, { params, optionalParams = [] }]) => [
      name,
      [...datastoreParams, ...params, ...optionalParams],
    ]),
  );
  for (const { name, params } of ofDocument)
    known.set(name, [...new Set([...(known.get(name) ?? []), ...Object.keys(params)])]);
  return known;
}

/** Why a name is not that of a provider state, with the name that may have been meant; undefined when it is one. */
export function unknownStateReason(known: KnownStates, name: string): string | undefined {
  const now = renamedStates.get(name);
  if (now !== undefined && !known.has(name)) return `it is now called ${JSON.stringify(now)}`;
  return unknownNameReason([...known.keys()], name);
}

/** The same for a parameter of a known provider state. */
export function unknownParamReason(known: KnownStates, state: string, param: string): string | undefined {
  return unknownNameReason(known.get(state) ?? [], param);
}

/** The same for any list of known names. */
export function unknownNameReason(known: readonly string[], name: string): string | undefined {
  if (known.includes(name)) return undefined;
  const near = nearest(name, known);
  if (near !== undefined) return `did you mean ${JSON.stringify(near)}?`;
  return known.length === 0
    ? 'there are none'
    : `known are ${known.map((one) => JSON.stringify(one)).join(', ')}`;
}

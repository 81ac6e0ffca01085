import {
  datastoreParams,
  providerStates,
  renamedStates,
  type StateDefinition,
} from '../../contracts/provider-states.ts';
import { nearest } from '../util/nearest.ts';

const definitions: ReadonlyMap<string, StateDefinition> = new Map(Object.entries(providerStates));

/** Why a name is not that of a provider state, with the name that may have been meant; undefined when it is one. */
export function unknownStateReason(name: string): string | undefined {
  const now = renamedStates.get(name);
  if (now !== undefined) return `it is now called ${JSON.stringify(now)}`;
  return unknownNameReason([...definitions.keys()], name);
}

/** The same for a parameter of a known provider state. */
export function unknownParamReason(state: string, param: string): string | undefined {
  return unknownNameReason([...datastoreParams, ...(definitions.get(state)?.params ?? [])], param);
}

/** The same for any list of known names. */
export function unknownNameReason(known: readonly string[], name: string): string | undefined {
  if (known.includes(name)) return undefined;
  const near = nearest(name, known);
  if (near !== undefined) return `did you mean ${JSON.stringify(near)}?`;
  return `known are ${known.map((one) => JSON.stringify(one)).join(', ')}`;
}

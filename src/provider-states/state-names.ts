import {
  datastoreParams,
  providerStates,
  renamedStates,
  type StateDefinition,
} from '../../contracts/provider-states.ts';
import { nearest } from '../util/nearest.ts';

const definitions: ReadonlyMap<string, StateDefinition> = new Map(Object.entries(providerStates));

/** Why a name is none of a provider state, in a few words that say which may have been meant. */
export function noStateBecause(name: string): string | undefined {
  const now = renamedStates.get(name);
  if (now !== undefined) return `it is now called ${JSON.stringify(now)}`;
  return noneOf([...definitions.keys()], name);
}

/** The same for a parameter of a provider state that there is. */
export function noParamBecause(state: string, param: string): string | undefined {
  return noneOf([...datastoreParams, ...(definitions.get(state)?.params ?? [])], param);
}

/** Why a name is none of those known. */
export function noneOf(known: readonly string[], name: string): string | undefined {
  if (known.includes(name)) return undefined;
  const near = nearest(name, known);
  if (near !== undefined) return `did you mean ${JSON.stringify(near)}?`;
  return `there are ${known.map((one) => JSON.stringify(one)).join(', ')}`;
}

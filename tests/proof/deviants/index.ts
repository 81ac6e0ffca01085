import { acceptedBodies } from './accepted.ts';
import { callers } from './callers.ts';
import type { Deviant } from './deviant.ts';
import { faults } from './faults.ts';
import { headerFields } from './headers.ts';
import { requests } from './requests.ts';
import { sideEffects } from './side-effects.ts';
import { statuses } from './statuses.ts';
import { transport } from './transport.ts';
import { upgrades } from './upgrades.ts';

export type { Deviant } from './deviant.ts';

/** Every deviant, by kind. */
export const deviantsByKind: Readonly<Record<string, readonly Deviant[]>> = {
  'Another answer': statuses,
  Faults: faults,
  'The body of a 202': acceptedBodies,
  Upgrades: upgrades,
  'Bodies of requests': requests,
  'Credentials, paths, methods, media types, states': callers,
  'Header fields, traces, tokens': headerFields,
  'Below HTTP, and now and then': transport,
  'Side effects of refusals': sideEffects,
};

export const deviants: readonly Deviant[] = Object.values(deviantsByKind).flat();

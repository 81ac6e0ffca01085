/** The registry of drivers: how each is made from its source. A driver's modules are loaded only when it is used. */

import { SuiteError } from '../model/errors.ts';
import type { Driver } from './driver.ts';
import type { StateHandler } from './module.ts';
import type { SourceKind, StatesSource } from './source.ts';
import { type KnownStates, unknownStateReason } from './state-names.ts';

const drivers: {
  readonly [K in SourceKind]: (source: StatesSource<K>, known: KnownStates) => Promise<Driver>;
} = {
  http: async ({ url }) => (await import('./http.ts')).httpDriver(url),
  module: ({ file }, known) => moduleDriverOf(file, known),
  command: async ({ command }) => (await import('./command.ts')).commandDriver(command),
  handlers: async ({ handlers }, known) => {
    const { readHandlers } = await import('./module.ts');
    return handlersDriver('of the options', readHandlers(handlers, 'of the options'), known);
  },
};

/**
 * The driver for a source.
 * @param known the states that a handler may be for
 * @throws SuiteError of kind `configuration` when a file that it needs cannot be used.
 */
export function createDriver<K extends SourceKind>(
  source: StatesSource<K>,
  known: KnownStates,
): Promise<Driver> {
  return drivers[source.kind](source, known);
}

/** Loaded here and not when the driver is opened: by then the target may have been sent something. */
async function moduleDriverOf(file: string, known: KnownStates): Promise<Driver> {
  const { loadHandlers } = await import('./module.ts');
  return handlersDriver(file, await loadHandlers(file), known);
}

async function handlersDriver(
  file: string,
  handlers: ReadonlyMap<string, StateHandler>,
  known: KnownStates,
): Promise<Driver> {
  const { moduleDriver } = await import('./module.ts');
  for (const name of handlers.keys()) {
    const unknown = unknownStateReason(known, name);
    if (unknown === undefined) continue;
    throw new SuiteError(
      'configuration',
      `The module of provider states ${file} has a handler for ${JSON.stringify(name)}, which is not a provider state (${unknown}).`,
    );
  }
  return moduleDriver(file, handlers);
}

/** The registry of drivers: how each is made from its source. A driver's modules are loaded only when it is used. */

import { SuiteError } from '../model/errors.ts';
import type { Driver } from './driver.ts';
import type { StateHandler } from './module.ts';
import type { SourceKind, StatesSource } from './source.ts';
import { unknownStateReason } from './state-names.ts';

const drivers: { readonly [K in SourceKind]: (source: StatesSource<K>) => Promise<Driver> } = {
  http: async ({ url }) => (await import('./http.ts')).httpDriver(url),
  module: ({ file }) => moduleDriverOf(file),
  command: async ({ command }) => (await import('./command.ts')).commandDriver(command),
  handlers: async ({ handlers }) => {
    const { readHandlers } = await import('./module.ts');
    return handlersDriver('of the options', readHandlers(handlers, 'of the options'));
  },
  static: async ({ states }) =>
    (await import('./static.ts')).staticDriver(states, 'stateValues in the config file'),
};

/**
 * The driver for a source.
 * @throws SuiteError of kind `configuration` when a file that it needs cannot be used.
 */
export function createDriver<K extends SourceKind>(source: StatesSource<K>): Promise<Driver> {
  return drivers[source.kind](source);
}

/** Loaded here and not when the driver is opened: by then the target may have been sent something. */
async function moduleDriverOf(file: string): Promise<Driver> {
  const { loadHandlers } = await import('./module.ts');
  return handlersDriver(file, await loadHandlers(file));
}

async function handlersDriver(file: string, handlers: ReadonlyMap<string, StateHandler>): Promise<Driver> {
  const { moduleDriver } = await import('./module.ts');
  for (const name of handlers.keys()) {
    const unknown = unknownStateReason(name);
    if (unknown === undefined) continue;
    throw new SuiteError(
      'configuration',
      `The module of provider states ${file} has a handler for ${JSON.stringify(name)}, which is not a provider state (${unknown}).`,
    );
  }
  return moduleDriver(file, handlers);
}

/** The target of a run, and what sets its provider states up. */

import type { Catalogue } from '../catalogue/catalogue.ts';
import {
  optionsForState,
  requestValueNames,
  secretValueName,
  statesOfOwnValues,
} from '../config/api-options.ts';
import type { RunSettings } from '../config/settings/run.ts';
import { tokenFault } from '../config/token.ts';
import { SuiteError } from '../model/errors.ts';
import { checkedDriver } from '../provider-states/checked.ts';
import { compositeDriver } from '../provider-states/composite.ts';
import type { Driver, Values } from '../provider-states/driver.ts';
import { keepingDriver } from '../provider-states/keep.ts';
import { ownValuesDriver } from '../provider-states/own-values.ts';
import { createDriver } from '../provider-states/state-drivers.ts';
import {
  type KnownStates,
  knownStates,
  unknownNameReason,
  unknownParamReason,
  unknownStateReason,
} from '../provider-states/state-names.ts';
import { staticDriver } from '../provider-states/static.ts';
import { checkOpenFiles } from './files.ts';

/** The target of a run: its URL, the values of requests, and the driver of provider states. */
export interface Target {
  readonly url: string;
  readonly builtIn: boolean;
  readonly values: Values;
  readonly driver: Driver;
}

/** The names that a driver may use: of provider states, and of the values that they give. */
export interface KnownNames {
  readonly states: KnownStates;
  readonly values: readonly string[];
}

interface StateCredentials {
  /** Why one cannot stand where requests have it, in words that follow "it". */
  readonly misplaced: (credential: string) => string | undefined;
  /** Called with every one. */
  readonly found: (credential: string) => void;
}

/** The names of the vocabulary, and those of the document in use. */
export function namesOf({ cases, operations }: Catalogue): KnownNames {
  const parameters = [...operations.values()].flatMap(({ path, parameters: others }) => [
    ...[...path.matchAll(/\{([^{}]+)\}/g)].flatMap(([, name]) => name ?? []),
    ...others.map(({ name }) => name),
  ]);
  return {
    states: knownStates(cases.flatMap(({ states }) => states)),
    values: [...new Set([...requestValueNames, ...parameters])],
  };
}

/**
 * The target that the settings name. Only the built-in one loads its modules.
 * @param credentials what to do with those that provider states give
 */
export async function targetOf(
  settings: RunSettings,
  known: KnownNames,
  { misplaced, found }: StateCredentials,
): Promise<Target> {
  const { target, values } = settings;
  checkOpenFiles(filesOf(settings));
  if (target === undefined) {
    const { startBuiltInTarget } = await import('../provider-states/reference.ts');
    return { ...(await startBuiltInTarget()), builtIn: true };
  }
  const driver = checkedDriver(await driverOf(settings, known.states), {
    credential: secretValueName,
    inPaths: known.values,
    fault: (credential) => tokenFault(credential, settings.allowShortSecrets) ?? misplaced(credential),
    found,
  });
  return {
    url: target,
    builtIn: false,
    values: Object.fromEntries(
      Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
    driver: settings.keep ? keepingDriver(driver) : driver,
  };
}

/** What a run opens beside its connections: modules, reports, and what limits the time of a pattern. */
const filesBesideConnections = 8;

/**
 * How many files a run opens at most. With fewer, connections would fail on the side of the built-in target, which would
 * look like its deviation, or Node would end the process where it limits the time of a pattern (decision 0025).
 */
function filesOf({ target, states, concurrency, stateConcurrency }: RunSettings): number {
  // In use, kept, and in reserve (decision 0049).
  const connections = 3 * concurrency;
  if (target === undefined) return 2 * connections + filesBesideConnections;
  return connections + (states ? stateConcurrency : 0) + filesBesideConnections;
}

/** Every source of provider states that the settings name, the strongest first (decision 0003). */
async function driverOf({ states, stateValues, values, datastore }: RunSettings, known: KnownStates) {
  const drivers = [
    ...(states ? [await createDriver(states, known)] : []),
    ...(stateValues ? [staticDriver(stateValues.states, 'stateValues in the config file')] : []),
  ];
  const named = drivers.length === 0 ? 'none' : datastore ? '--instance' : '';
  const ownValues = ownValuesDriver({
    name: named,
    states: statesOfOwnValues(values, datastore),
    testableBy: ({ name }) =>
      [...(states ? [] : ['--states']), ...[optionsForState(name).join(' with ')].filter(Boolean)].join(
        ', or ',
      ) || undefined,
  });
  return compositeDriver([...drivers, ownValues]);
}

/**
 * Before anything is sent, the credential included: a misspelt name would never be asked for.
 * @throws SuiteError of kind `configuration` for a state, a parameter or a value that no case has.
 */
export function checkStateValues({ stateValues }: RunSettings, known: KnownNames): void {
  if (!stateValues) return;
  const require = (reason: string | undefined, what: string, name: string) => {
    if (reason !== undefined)
      throw new SuiteError(
        'configuration',
        `${stateValues.label} must name known ${what} (${reason}), not ${JSON.stringify(name)}.`,
      );
  };
  for (const { state, values } of stateValues.states) {
    const { name, params } = state;
    require(unknownStateReason(known.states, name), 'provider states', name);
    for (const param of Object.keys(params))
      require(unknownParamReason(known.states, name, param), `parameters of ${JSON.stringify(name)}`, param);
    for (const value of Object.keys(values))
      require(unknownNameReason(known.values, value), `values of ${JSON.stringify(name)}`, value);
  }
}

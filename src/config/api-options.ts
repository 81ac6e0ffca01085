/**
 * The options that are special to this API, and the generic names of their values in the rest of the program (path
 * parameters and the credential). Nothing else in `src/` knows these options.
 */
import type { StateName } from '../../contracts/provider-states.ts';
import type { ProviderState } from '../model/provider-state.ts';
import type { OwnValuesOptions } from '../provider-states/own-values.ts';
import { file, headerSecret, segment } from './kinds.ts';
import { type Kind, longName, optional, withDefault } from './option.ts';

/** A datastore as `--datastore` names it. */
export interface Datastore {
  readonly type: string;
  readonly version: string;
}

const datastore: Kind<Datastore> = {
  argument: 'TYPE:VERSION',
  allowed: 'TYPE:VERSION, such as mysql:5.6',
  schema: { type: 'string' },
  fromText: (given) => given,
  read(value, refuse) {
    const parts = typeof value === 'string' ? /^([\w.+-]+):([\w.+-]+)$/.exec(value) : null;
    const [, type, version] = parts ?? [];
    return type !== undefined && version !== undefined ? { type, version } : refuse(value);
  },
};

const group = 'Target';
const target = {
  key: 'target',
  because: 'the built-in target brings its own account, token and instances',
};

/** The rows of the option table that this API adds. */
export const apiOptions = {
  apiVersion: withDefault(segment('VERSION'), 'v1.0', {
    commands: ['run'],
    group,
    help: 'version of the API, the first path segment after the target',
  }),
  account: optional(segment('ID'), {
    commands: ['run', 'serve'],
    group,
    help: 'account that the requests are for',
    needs: [target],
  }),
  token: optional(headerSecret, {
    commands: ['run', 'serve'],
    group,
    help: 'token of that account; prefer the variable CLOUDDB_TOKEN, which other users of the machine cannot see',
    needs: [target],
    secretShownAs: '$CLOUDDB_TOKEN',
  }),
  tokenFile: optional(file, {
    commands: ['run'],
    group,
    help: 'file to read the token from',
    needs: [target],
  }),
  instance: optional(segment('ID'), {
    commands: ['run', 'serve'],
    group,
    help: 'instance that runs the datastore and may be asked to upgrade; needs --datastore',
    needs: [
      target,
      { key: 'datastore', because: 'the upgrade to request depends on what the instance runs' },
    ],
  }),
  datastore: optional(datastore, {
    commands: ['run', 'list', 'serve'],
    group,
    help: 'datastore that the instance runs, such as mysql:5.6',
    needs: [target, { key: 'instance', because: 'it says what that instance runs' }],
  }),
};

/** The name of the request value that each option gives. */
export const valueNames = {
  apiVersion: 'version',
  account: 'accountId',
  instance: 'instanceId',
  token: 'token',
} as const;

type ValueOption = keyof typeof valueNames;
export type ValueName = (typeof valueNames)[ValueOption];

/** Path parameters and the credential, by the names the OpenAPI document has for them. */
export type RequestValues = { readonly [name in ValueName]?: string };

/** All names, and that of the secret one. */
export const requestValueNames: readonly ValueName[] = Object.values(valueNames);
export const secretValueName: ValueName = 'token';

const valueOptions: readonly ValueOption[] = ['apiVersion', 'account', 'instance', 'token'];

/** The request values that the options give; absent ones stay absent. */
export function requestValues(
  given: { readonly [option in ValueOption]?: string | undefined },
): RequestValues {
  const values: { -readonly [name in ValueName]?: string } = {};
  for (const option of valueOptions) {
    const value = given[option];
    if (value !== undefined) values[valueNames[option]] = value;
  }
  return values;
}

/** The option that gives a request value, for hints: `--account` gives `accountId`. */
export function optionForValue(valueName: string): string | undefined {
  const option = valueOptions.find((key) => valueNames[key] === valueName);
  return option && longName(option);
}

/** The state that `--instance` and `--datastore` provide without a driver. */
const givenState: StateName = 'an instance runs a datastore';

/** The provider state that `--instance` is in according to `--datastore`. */
export const datastoreState = ({ type, version }: Datastore): ProviderState => ({
  name: givenState,
  params: { type, version },
});

const absentState: StateName = 'no such instance';

/** A UUID that no random generator produces. */
const absentInstance = '00000000-0000-4000-8000-000000000000';

/** The provider states that need no driver, with the values that they give. */
export function statesOfOwnValues(
  { instanceId }: RequestValues,
  datastore: Datastore | undefined,
): OwnValuesOptions['states'] {
  const absent = { state: { name: absentState, params: {} }, values: { instanceId: absentInstance } };
  if (datastore === undefined || instanceId === undefined) return [absent];
  return [absent, { state: datastoreState(datastore), values: { instanceId } }];
}

/** The options that provide a state without a driver, for hints. */
export function optionsForState(stateName: string): readonly string[] {
  if (stateName === givenState) return ['instance', 'datastore'].map(longName);
  return stateName === overLimitState ? [longName('burst')] : [];
}

const overLimitState: StateName = 'the account is over its limit';

/** The settings of `serve`. */
import { type Datastore, type RequestValues, requestValues } from '../api-options.ts';
import type { LifeCycleTimes } from '../life-cycle-times.ts';
import type { RawOptions } from '../sources.ts';
import { checkNeededOptions, optionValue } from './option-value.ts';

export interface ServeSettings {
  readonly host: string;
  readonly port: number;
  readonly values: RequestValues;
  readonly datastore?: Datastore;
  /** In seconds. */
  readonly lifeCycleTimes?: LifeCycleTimes;
  readonly limits: boolean;
}

export function serveSettings(given: RawOptions): ServeSettings {
  checkNeededOptions('serve', given);
  const datastore = optionValue('datastore', given);
  const lifeCycleTimes = optionValue('lifeCycleTimes', given);
  return {
    host: optionValue('host', given),
    port: optionValue('port', given),
    values: requestValues({
      account: optionValue('account', given),
      instance: optionValue('instance', given),
      token: optionValue('token', given),
    }),
    ...(datastore && { datastore }),
    ...(lifeCycleTimes && { lifeCycleTimes }),
    limits: optionValue('limits', given),
  };
}

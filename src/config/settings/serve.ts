/** The settings of `serve`. */
import { type Datastore, type RequestValues, requestValues } from '../api-options.ts';
import type { RawOptions } from '../sources.ts';
import { checkNeededOptions, optionValue } from './option-value.ts';

export interface ServeSettings {
  readonly host: string;
  readonly port: number;
  readonly values: RequestValues;
  readonly datastore?: Datastore;
}

export function serveSettings(given: RawOptions): ServeSettings {
  checkNeededOptions('serve', given);
  const datastore = optionValue('datastore', given);
  return {
    host: optionValue('host', given),
    port: optionValue('port', given),
    values: requestValues({
      account: optionValue('account', given),
      instance: optionValue('instance', given),
      token: optionValue('token', given),
    }),
    ...(datastore && { datastore }),
  };
}

/** What `serve` works with. */
import { type Datastore, type RequestValues, requestValues } from '../api.ts';
import type { GivenOptions } from '../sources.ts';
import { chosen, refuseUnmetNeeds } from './chosen.ts';

export interface ServeSettings {
  readonly host: string;
  readonly port: number;
  readonly values: RequestValues;
  readonly datastore?: Datastore;
}

export function serveSettings(given: GivenOptions): ServeSettings {
  refuseUnmetNeeds('serve', given);
  const datastore = chosen('datastore', given);
  return {
    host: chosen('host', given),
    port: chosen('port', given),
    values: requestValues({
      account: chosen('account', given),
      instance: chosen('instance', given),
      token: chosen('token', given),
    }),
    ...(datastore && { datastore }),
  };
}

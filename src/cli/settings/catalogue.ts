/** What `list` and `explain` work with. */
import type { Shard } from '../../catalogue/shard.ts';
import type { Datastore } from '../api.ts';
import type { GivenOptions } from '../sources.ts';
import { chosen } from './chosen.ts';

export interface ListSettings {
  readonly json: boolean;
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly shard?: Shard;
  readonly datastore?: Datastore;
  readonly spec?: string;
}

export interface ExplainSettings {
  readonly spec?: string;
}

export function listSettings(given: GivenOptions): ListSettings {
  const datastore = chosen('datastore', given);
  const shard = chosen('shard', given);
  return {
    json: chosen('json', given),
    only: chosen('only', given),
    skip: chosen('skip', given),
    ...(shard && { shard }),
    ...(datastore && { datastore }),
    ...explainSettings(given),
  };
}

export function explainSettings(given: GivenOptions): ExplainSettings {
  const spec = chosen('spec', given);
  return spec === undefined ? {} : { spec };
}

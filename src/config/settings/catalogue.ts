/** The settings of `list` and `explain`. */
import type { Shard } from '../../catalogue/shard.ts';
import type { Datastore } from '../api-options.ts';
import type { RawOptions } from '../sources.ts';
import { optionValue } from './option-value.ts';

export interface ListSettings {
  readonly json: boolean;
  /** Operation ids and tags; empty for all operations. */
  readonly operation: readonly string[];
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly shard?: Shard;
  readonly datastore?: Datastore;
  readonly spec?: SpecSettings;
}

export interface ExplainSettings {
  readonly spec?: SpecSettings;
}

/** The OpenAPI document to use. */
export interface SpecSettings {
  readonly file: string;
  /** Files, folders, and beginnings of URLs from which it may take parts. */
  readonly allow: readonly string[];
}

export function listSettings(given: RawOptions): ListSettings {
  const datastore = optionValue('datastore', given);
  const shard = optionValue('shard', given);
  return {
    json: optionValue('json', given),
    operation: optionValue('operation', given),
    only: optionValue('only', given),
    skip: optionValue('skip', given),
    ...(shard && { shard }),
    ...(datastore && { datastore }),
    ...explainSettings(given),
  };
}

export function explainSettings(given: RawOptions): ExplainSettings {
  const file = optionValue('spec', given);
  return file === undefined ? {} : { spec: { file, allow: optionValue('specAllow', given) } };
}

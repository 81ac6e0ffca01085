/** The settings for publishing to a Pact Broker. */
import { SuiteError } from '../../model/errors.ts';
import type { BrokerSettings } from '../../pact/broker.ts';
import type { OptionKey } from '../options.ts';
import type { RawOptions } from '../sources.ts';
import { checkNeededOptions, optionValue } from './option-value.ts';

/** The settings of `publish`. */
export interface PublishSettings {
  readonly broker: BrokerSettings;
  /** Operation ids and tags; empty for all operations. */
  readonly operation: readonly string[];
}

/** @throws SuiteError of kind `usage` without a broker */
export function publishSettings(given: RawOptions): PublishSettings {
  checkNeededOptions('publish', given);
  const broker = brokerSettings(given);
  if (!broker) throw new SuiteError('usage', 'publish needs --broker, the URL of the Pact Broker.');
  return { broker, operation: optionValue('operation', given) };
}

export function brokerSettings(given: RawOptions): BrokerSettings | undefined {
  const url = optionValue('broker', given);
  if (url === undefined) return undefined;
  const [token, version, branch] = [
    optionValue('brokerToken', given),
    optionValue('appVersion', given),
    optionValue('branch', given),
  ];
  return {
    url,
    ...(token !== undefined && { token }),
    ...(version !== undefined && { version }),
    ...(branch !== undefined && { branch }),
    tags: optionValue('tag', given),
  };
}

/**
 * Drops the options about the broker when nothing is published. Variables and the config file may set them for other
 * commands. An argument is meant for this command, so it is kept, to be rejected, unless there is only a plan.
 */
export function withoutBrokerOptions(given: RawOptions, plan: boolean): RawOptions {
  const about: readonly OptionKey[] = ['publish', 'broker', 'brokerToken', 'appVersion', 'branch', 'tag'];
  return new Map(
    [...given].filter(([key, { source }]) => !about.includes(key) || (source === 'argument' && !plan)),
  );
}

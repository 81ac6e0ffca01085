/** Where contract and results are published. */
import { SuiteError } from '../../model/errors.ts';
import type { BrokerSettings } from '../../pact/broker.ts';
import type { OptionKey } from '../options.ts';
import type { RawOptions } from '../sources.ts';
import { checkNeededOptions, optionValue } from './option-value.ts';

/** @throws SuiteError of kind `usage` without a broker: there is nowhere else to publish to */
export function publishSettings(given: RawOptions): BrokerSettings {
  checkNeededOptions('publish', given);
  const broker = brokerSettings(given);
  if (!broker) throw new SuiteError('usage', 'publish needs --broker: where the contract is to go.');
  return broker;
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
 * Without what is about the broker, as nothing is published. Variables and config file may name it for other commands;
 * an argument is meant for this one and stays, to be refused, unless a plan ignores it with all else that is published.
 */
export function withoutBrokerOptions(given: RawOptions, plan: boolean): RawOptions {
  const about: readonly OptionKey[] = ['publish', 'broker', 'brokerToken', 'appVersion', 'branch', 'tag'];
  return new Map(
    [...given].filter(([key, { source }]) => !about.includes(key) || (source === 'argument' && !plan)),
  );
}

import { stripVTControlCharacters } from 'node:util';
import { type BrokerSettings, runPact, versionToPublish } from '../pact/broker.ts';
import type { KnownSecrets } from '../secrets/known-secrets.ts';
import { count } from '../util/text.ts';
import { publishEach } from './publish-each.ts';

/** A contract to publish. */
export interface ContractFile {
  readonly file: string;
  readonly consumer: string;
}

export interface PublishContractsContext {
  /** Where Git is asked for the version. */
  readonly cwd: string;
  readonly secrets: KnownSecrets;
  readonly signal: AbortSignal;
  /** Takes what Pact's command line says. */
  readonly note: (text: string) => void;
}

/**
 * Publishes contracts to a Pact Broker, each under its consumer, and returns a message.
 * @throws SuiteError of kind `report` when the broker did not accept one
 */
export async function publishContracts(
  contracts: readonly ContractFile[],
  broker: BrokerSettings,
  { cwd, secrets, signal, note }: PublishContractsContext,
): Promise<string> {
  const { version, branch } = await versionToPublish(broker, cwd);
  const options = [
    ...['--broker-base-url', broker.url, '--consumer-app-version', version],
    ...(branch === undefined ? [] : ['--branch', branch]),
    // Pact's command line takes the option once, with commas between tags.
    ...(broker.tags.length === 0 ? [] : ['--tag', broker.tags.join(',')]),
    ...['--retries', '3'],
  ];
  const what = `The contract was not published to ${broker.url}`;
  const consumers = await publishEach(contracts, what, async ({ file }) => {
    const args = ['broker', 'publish', file, ...options];
    const { code, ...said } = await runPact({ args, broker, secrets, signal });
    // Pact colours what it says.
    const stdout = stripVTControlCharacters(said.stdout);
    note(stdout);
    return code === 0 ? '' : stripVTControlCharacters(said.stderr).trim() || stdout.trim();
  });
  const where = branch === undefined ? '' : ` of ${branch}`;
  const contractsOf = count(contracts.length, 'contract');
  return `Published ${contractsOf} as version ${version}${where} to ${broker.url} (${consumers})\n`;
}

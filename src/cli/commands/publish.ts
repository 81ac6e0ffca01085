import { stripVTControlCharacters } from 'node:util';
import { contractFile } from '../../app/pact.ts';
import { SuiteError } from '../../model/errors.ts';
import { type BrokerSettings, runPact, versionToPublish } from '../../pact/broker.ts';
import type { KnownSecrets } from '../../secrets/known-secrets.ts';
import type { Io } from '../io.ts';

/** Publishes the contract that ships to a Pact Broker. */
export async function publishCommand(broker: BrokerSettings, io: Io, secrets: KnownSecrets): Promise<number> {
  secrets.add({ name: 'CLOUDDB_BROKER_TOKEN', value: broker.token ?? '' });
  const { version, branch } = await versionToPublish(broker, io.cwd);
  const args = [
    ...['broker', 'publish', contractFile, '--broker-base-url', broker.url],
    ...['--consumer-app-version', version],
    ...(branch === undefined ? [] : ['--branch', branch]),
    // Pact's command line takes the option once, with commas between tags.
    ...(broker.tags.length === 0 ? [] : ['--tag', broker.tags.join(',')]),
    ...['--retries', '3'],
  ];
  const { code, stdout, stderr } = await runPact({ args, broker, secrets, signal: io.signal });
  // Pact colours what it says.
  io.err(stripVTControlCharacters(stdout));
  if (code !== 0)
    throw new SuiteError(
      'report',
      `The contract was not published to ${broker.url}: ${stripVTControlCharacters(stderr.trim() || stdout.trim())}`,
    );
  io.out(
    `Published the contract as version ${version}${branch === undefined ? '' : ` of ${branch}`} to ${broker.url}\n`,
  );
  return 0;
}

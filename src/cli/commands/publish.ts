import { catalogueWith } from '../../app/catalogues.ts';
import { contractFile, parties } from '../../app/pact.ts';
import { publishContracts } from '../../app/publish-contracts.ts';
import { loadSpecification } from '../../app/specification.ts';
import { catalogueInScope } from '../../catalogue/scope.ts';
import type { PublishSettings } from '../../config/settings/broker.ts';
import { contractScopes } from '../../pact/by-tag.ts';
import type { KnownSecrets } from '../../secrets/known-secrets.ts';
import type { Io } from '../io.ts';

/** Publishes the contracts that ship to a Pact Broker: those that hold an operation of the scope, each whole. */
export async function publishCommand(
  { broker, operation }: PublishSettings,
  io: Io,
  secrets: KnownSecrets,
): Promise<number> {
  secrets.add({ name: 'CLOUDDB_BROKER_TOKEN', value: broker.token ?? '' });
  const catalogue = catalogueInScope(await catalogueWith(await loadSpecification()), operation);
  const contracts = contractScopes(catalogue, parties).map((scope) => ({
    file: contractFile(scope),
    consumer: scope.parties.consumer,
  }));
  const { cwd, signal } = io;
  const context = { cwd, signal, secrets, note: (text: string) => io.err(text) };
  io.out(await publishContracts(contracts, broker, context));
  return 0;
}

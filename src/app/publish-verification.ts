import { readFile } from 'node:fs/promises';
import { type BrokerSettings, type PublishedVersion, runPact } from '../pact/broker.ts';
import type { Contract } from '../pact/contract.ts';
import { escapeRegExp } from '../pact/matchers.ts';
import { startReplayServer, type VerifiedCases } from '../pact/replay-server.ts';
import type { KnownSecrets } from '../secrets/known-secrets.ts';
import { atPath } from '../util/json-pointer.ts';
import { inTemporaryDirectory } from './files.ts';
import { publishEach } from './publish-each.ts';

/** Where a result goes, and for which version. */
export interface Publication {
  readonly broker: BrokerSettings;
  readonly published: PublishedVersion;
}

interface PublishContext {
  readonly secrets: KnownSecrets;
  readonly signal: AbortSignal;
}

/**
 * Publishes the result of a verification to a Pact Broker, contract by contract, and returns a message.
 * @throws SuiteError of kind `report` when the broker did not accept a result
 */
export async function publishVerification(
  contracts: readonly Contract[],
  verified: VerifiedCases,
  publication: Publication,
  context: PublishContext,
): Promise<string> {
  const { broker, published } = publication;
  const inapplicable: string[] = [];
  const consumers = await publishEach(
    contracts,
    `The result was not published to ${broker.url}`,
    async (contract) => {
      const { complaint, left } = await publishResult(contract, verified, publication, context);
      inapplicable.push(...left);
      return complaint;
    },
  );
  return publishedMessage(consumers, broker, published, inapplicable);
}

interface PublishedResult {
  /** Why it was not published; empty when it was. */
  readonly complaint: string;
  /** Interactions that were left out. */
  readonly left: readonly string[];
}

/**
 * Publishes the result of one contract. Pact's tools publish only what they have verified themselves. So Pact's verifier
 * takes the contract from the broker, and a replay gives it the answers of the target.
 */
async function publishResult(
  contract: Contract,
  verified: VerifiedCases,
  { broker, published }: Publication,
  context: PublishContext,
): Promise<PublishedResult> {
  return inTemporaryDirectory('clouddb-publish-', async ({ path }) => {
    const replay = await startReplayServer(contract, verified);
    try {
      const file = path('result.json');
      const left = inapplicableOf(contract, verified);
      const args = [
        ...verifierArguments(contract, broker, published, replay),
        ...filterArguments(contract, left),
        ...['--json', file],
      ];
      const { stdout, stderr } = await runPact({ args, broker, ...context });
      const complaint = complaintOf(stdout, await readFile(file, 'utf8').catch(() => '{}'));
      return { complaint: complaint || stderr.trim(), left };
    } finally {
      await replay.close();
    }
  });
}

function publishedMessage(
  consumers: string,
  { url }: BrokerSettings,
  { version, branch }: PublishedVersion,
  inapplicable: readonly string[],
): string {
  const where = branch === undefined ? '' : ` of ${branch}`;
  const without = inapplicable.map((id) => `, without ${id}, which does not apply`).join('');
  return `Published the result for version ${version}${where} to ${url} (${consumers})${without}\n`;
}

/**
 * What the verifier complained of; empty when it published. Its exit code is the same for a bad result and for one that
 * was not accepted. It prints log lines between lines of output; its report repeats the output, so all other lines are log.
 */
function complaintOf(out: string, report: string): string {
  const result: unknown = JSON.parse(report);
  const interactions = atPath(result, 'interactionResults');
  if (!Array.isArray(interactions) || interactions.length === 0)
    return `Pact's verifier found no contract there. ${out.trim()}`;
  const output = new Set([atPath(result, 'output')].flat().flatMap((text) => String(text).split('\n')));
  const logged = out.split('\n').filter((line) => line.trim() !== '' && !output.has(line));
  return logged.join('\n');
}

/**
 * Strict interactions that do not apply, because the target answered with a tolerated status. The broker counts a
 * pending interaction that fails, so `can-i-deploy` would refuse a target that does what the reference allows.
 */
function inapplicableOf({ interactions }: Contract, { cases }: VerifiedCases): readonly string[] {
  const tolerated = new Set(cases.filter(({ verdict }) => verdict === 'tolerated').map(({ id }) => id));
  return interactions.filter(({ id, caseId }) => id !== caseId && tolerated.has(id)).map(({ id }) => id);
}

/** Leaves interactions out. Pact's filter is a regular expression that descriptions must match. */
function filterArguments({ interactions }: Contract, left: readonly string[]): readonly string[] {
  if (left.length === 0) return [];
  const others = interactions.filter(({ id }) => !left.includes(id)).map(({ id }) => escapeRegExp(id));
  return ['--filter-description', `^(${others.join('|')}): `];
}

function verifierArguments(
  { consumer, provider }: Contract,
  { url, tags }: BrokerSettings,
  { version, branch }: PublishedVersion,
  { port, statesUrl }: { readonly port: number; readonly statesUrl: string },
): readonly string[] {
  return [
    ...['verifier', '--loglevel', 'error', '--no-colour'],
    ...['--broker-url', url, '--provider-name', provider, '--filter-consumer', consumer],
    ...['--hostname', '127.0.0.1', '--port', String(port), '--state-change-url', statesUrl],
    ...['--publish', '--provider-version', version, '--retries', '3'],
    ...(branch === undefined ? [] : ['--provider-branch', branch]),
    ...(tags.length === 0 ? [] : ['--provider-tags', tags.join(',')]),
  ];
}

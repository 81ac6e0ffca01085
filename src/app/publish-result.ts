import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Io } from '../cli/io.ts';
import type { BrokerSettings } from '../config/settings/broker.ts';
import { SuiteError } from '../model/errors.ts';
import { callPact, type PublishedVersion } from '../pact/broker.ts';
import { at, type Contract } from '../pact/contract.ts';
import { escaped } from '../pact/matchers.ts';
import { openReplay, type VerifiedCases } from '../pact/replay.ts';
import type { KnownSecrets } from '../secrets/known-secrets.ts';

/** Where a result goes, and for which version. */
export interface Publication {
  readonly broker: BrokerSettings;
  readonly published: PublishedVersion;
}

/**
 * Publishes a verification's result to a Pact Broker. Pact's own tools publish nothing but what they have verified
 * themselves: so its verifier takes the contract from the broker, and gets from a replay what the target answered.
 * @throws SuiteError of kind `report` when the broker did not take it
 */
export async function publishResult(
  contract: Contract,
  verified: VerifiedCases,
  { broker, published }: Publication,
  io: Io,
  secrets: KnownSecrets,
): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'clouddb-publish-'));
  const replay = await openReplay(contract, verified);
  try {
    const file = join(directory, 'result.json');
    const inapplicable = inapplicableOf(contract, verified);
    const args = [
      ...verifierArguments(contract, broker, published, replay),
      ...filterArguments(contract, inapplicable),
      ...['--json', file],
    ];
    const { out, err } = await callPact({ args, broker, secrets, signal: io.signal });
    const complaint = complaintOf(out, await readFile(file, 'utf8').catch(() => '{}')) || err.trim();
    if (complaint !== '')
      throw new SuiteError('report', `The result was not published to ${broker.url}: ${complaint}`);
    const { version, branch } = published;
    const where = branch === undefined ? '' : ` of ${branch}`;
    const without = inapplicable.map((id) => `, without ${id}, which does not apply`).join('');
    io.err(`Published the result for version ${version}${where} to ${broker.url}${without}\n`);
  } finally {
    await replay.close();
    await rm(directory, { recursive: true, force: true });
  }
}

/**
 * What the verifier complained of; empty when it published. It ends alike whether the result is bad or was not taken,
 * and logs among its output: but its output is in its report as well, so what is not in there was logged.
 */
function complaintOf(out: string, report: string): string {
  const result: unknown = JSON.parse(report);
  const interactions = at(result, 'interactionResults');
  if (!Array.isArray(interactions) || interactions.length === 0)
    return `its verifier found no contract there. ${out.trim()}`;
  const output = new Set([at(result, 'output')].flat().flatMap((text) => String(text).split('\n')));
  const logged = out.split('\n').filter((line) => line.trim() !== '' && !output.has(line));
  return logged.join('\n');
}

/**
 * Strict interactions that do not apply, as a tolerated status was answered. The broker counts one that fails although
 * it is pending, so it would have `can-i-deploy` refuse a target that does what the reference allows.
 */
function inapplicableOf({ interactions }: Contract, { cases }: VerifiedCases): readonly string[] {
  const tolerated = new Set(cases.filter(({ verdict }) => verdict === 'tolerated').map(({ id }) => id));
  return interactions.filter(({ id, caseId }) => id !== caseId && tolerated.has(id)).map(({ id }) => id);
}

/** All but some of the interactions; a filter of Pact's is a regular expression for their descriptions. */
function filterArguments({ interactions }: Contract, left: readonly string[]): readonly string[] {
  if (left.length === 0) return [];
  const kept = interactions.filter(({ id }) => !left.includes(id)).map(({ id }) => escaped(id));
  return ['--filter-description', `^(${kept.join('|')}): `];
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

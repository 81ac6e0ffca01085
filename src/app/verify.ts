import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { invariants } from '../../contracts/invariants/index.ts';
import { selectedPart } from '../catalogue/shard.ts';
import type { Io } from '../cli/io.ts';
import type { VerifySettings } from '../config/settings/run.ts';
import type { RunReport } from '../evaluation/assemble-result.ts';
import type { Finding } from '../model/result.ts';
import { versionOf } from '../pact/broker.ts';
import { type Contract, contractOf } from '../pact/contract.ts';
import { pactCheck } from '../pact/mismatches.ts';
import { type Verifiable, verifiable } from '../pact/verifiable.ts';
import { Verification } from '../pact/verification.ts';
import { startVerifier } from '../pact/verifier.ts';
import type { RunOptions } from '../runner/options.ts';
import { run } from '../runner/run.ts';
import type { KnownSecrets } from '../secrets/known-secrets.ts';
import { counted } from '../util/table.ts';
import { loadContract } from './pact.ts';
import { publishResult } from './publish-result.ts';
import { type Chosen, runCommand } from './run.ts';
import { catalogueFor } from './specification.ts';

/** Verifies the contract against the target: a run in which Pact's verifier asks and judges. */
export async function verifyCommand(
  settings: VerifySettings,
  io: Io,
  secrets: KnownSecrets,
): Promise<number> {
  const contract = await loadContract();
  const { broker } = settings;
  if (broker) secrets.add({ name: 'CLOUDDB_BROKER_TOKEN', value: broker.token ?? '' });
  const publication = broker && { broker, published: await versionOf(broker, io.cwd) };
  let said: Verifiable | undefined;
  let contents: Verification['contents'] = new Map();
  return runCommand(settings, io, secrets, {
    // The states are those of the contract: which datastore a given instance runs does not change what it asks for.
    choose(specification, { only, skip, shard }): Chosen {
      said = verifiable(catalogueFor(specification), contract, invariants);
      const { catalogue, interactions } = said;
      const sendable = catalogue.cases.filter(({ id }) => interactions.has(id));
      const selected = selectedPart(sendable, { only, skip, shard }) ?? new Set(sendable.map(({ id }) => id));
      return { catalogue, selected };
    },
    async run(options) {
      if (!said) throw new Error('The contract was not laid over a catalogue.');
      const { verification, report } = await verified(options, contract, said);
      contents = verification.contents;
      return report;
    },
    async afterwards({ result }) {
      if (!publication) return;
      // What was not reached would count as failed for a version with which nothing may be wrong.
      if (io.signal.aborted) io.err('The result was not published: the verification was interrupted.\n');
      else await publishResult(contract, { cases: result.cases, contents }, publication, io, secrets);
    },
  });
}

async function verified(
  options: RunOptions,
  contract: Contract,
  said: Verifiable,
): Promise<{ readonly verification: Verification; readonly report: RunReport }> {
  const directory = await mkdtemp(join(tmpdir(), 'clouddb-pact-'));
  try {
    const files = await writeInteractions(contract, said, directory);
    const verifier = await startVerifier();
    try {
      const { strict } = said;
      const { target, pace } = options;
      const { provider } = contract;
      const verification = new Verification({
        verifier,
        provider,
        files,
        strict,
        target: target.url,
        timeoutMs: pace.timeoutMs,
      });
      const report = await run({
        ...options,
        // Each is about what the run sends by itself.
        judging: { checks: [verification.check], observations: [] },
        pace: { ...pace, burst: 0 },
        target: { ...target, through: (wire) => verification.through(wire) },
      });
      return { verification, report: withNote(report, said) };
    } finally {
      await verifier.close();
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** A file for each interaction: the verifier reads files, and one is to be verified at a time. */
async function writeInteractions(
  contract: Contract,
  { interactions }: Verifiable,
  directory: string,
): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const { id, interaction } of interactions.values()) {
    const file = join(directory, `${files.size}.json`);
    await writeFile(file, contractOf(contract, [interaction]));
    files.set(id, file);
  }
  return files;
}

/** Every report is to say that Pact judged, and what it did not. */
function withNote({ result, leak }: RunReport, { interactions, catalogue }: Verifiable): RunReport {
  const unsaid = catalogue.cases.length - interactions.size;
  const note: Finding = {
    check: pactCheck,
    severity: 'note',
    message: `Verified with Pact: ${counted(interactions.size, 'interaction')} of the contract. ${counted(unsaid, 'case')} of the catalogue cannot be said in Pact, and parts of others cannot be seen by it; the run judges them.`,
  };
  const findings = [note, ...result.run.findings];
  return { result: { ...result, run: { ...result.run, findings } }, leak };
}

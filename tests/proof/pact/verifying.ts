import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { invariants } from '../../../contracts/invariants/index.ts';
import { loadContracts, parties } from '../../../src/app/pact.ts';
import { type Contract, contractJson } from '../../../src/pact/contract.ts';
import { Verification } from '../../../src/pact/verification.ts';
import {
  type VerificationCatalogue,
  verificationCatalogue,
} from '../../../src/pact/verification-catalogue.ts';
import { startVerifier, type Verifier } from '../../../src/pact/verifier.ts';
import type { RunOptions } from '../../../src/runner/options.ts';
import type { Suite } from '../proof/suite.ts';

/** One verifier for many targets: to start it takes longer than most verifications. */
export interface Verifying {
  readonly said: VerificationCatalogue;
  /** The options of a run, changed so that Pact asks and judges. */
  through(options: RunOptions): RunOptions;
  close(): Promise<void>;
}

/** @param given contracts in place of those that ship */
export async function startVerifying(
  { catalogue }: Pick<Suite, 'catalogue'>,
  given?: readonly Contract[],
): Promise<Verifying> {
  const known = new Set(catalogue.cases.map(({ id }) => id));
  // The contract of a tag is about operations that may not be in the scope of the suite.
  const contracts = (given ?? (await loadContracts(catalogue))).map((contract) => ({
    ...contract,
    interactions: contract.interactions.filter(({ caseId }) => known.has(caseId)),
  }));
  const said = verificationCatalogue(catalogue, contracts, invariants);
  const directory = await mkdtemp(join(tmpdir(), 'clouddb-agreement-'));
  const files = await filesOf(contracts, directory);
  const verifier: Verifier = await startVerifier();
  return {
    said,
    through(options) {
      const { target, pace } = options;
      const verification = new Verification({
        verifier,
        provider: parties.provider,
        files,
        strict: said.strict,
        documented: said.documented,
        target: target.url,
        timeoutMs: pace.timeoutMs,
      });
      return {
        ...options,
        catalogue: said.catalogue,
        judging: { checks: [verification.check], observations: [] },
        target: { ...target, through: (wire) => verification.through(wire) },
      };
    },
    async close() {
      await verifier.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function filesOf(
  contracts: readonly Contract[],
  directory: string,
): Promise<ReadonlyMap<string, string>> {
  await mkdir(directory, { recursive: true });
  const files = new Map<string, string>();
  for (const contract of contracts)
    for (const { id, interaction } of contract.interactions) {
      const file = join(directory, `${files.size}.json`);
      await writeFile(file, contractJson(contract, [interaction]));
      files.set(id, file);
    }
  return files;
}

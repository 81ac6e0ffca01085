/** Verifies the contracts against the target: a run in which Pact's verifier makes and judges the requests. */

import { invariants } from '../../contracts/invariants/index.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { catalogueInScope } from '../catalogue/scope.ts';
import { selectCasesOfShard } from '../catalogue/shard.ts';
import type { VerifySettings } from '../config/settings/run.ts';
import type { RunReport } from '../evaluation/assemble-result.ts';
import { SuiteError } from '../model/errors.ts';
import type { Finding } from '../model/result.ts';
import { versionToPublish } from '../pact/broker.ts';
import { type Contract, contractJson } from '../pact/contract.ts';
import type { VerifiedCases } from '../pact/replay-server.ts';
import { Verification } from '../pact/verification.ts';
import { type VerificationCatalogue, verificationCatalogue } from '../pact/verification-catalogue.ts';
import { startVerifier } from '../pact/verifier.ts';
import { pactCheck } from '../pact/verifier-result.ts';
import { run } from '../runner/run.ts';
import { count } from '../util/text.ts';
import { catalogueWith } from './catalogues.ts';
import { connectedOptions, type ExecuteOptions } from './execute-run.ts';
import { inTemporaryDirectory, type TemporaryDirectory } from './files.ts';
import { loadContracts, parties } from './pact.ts';
import {
  type CaseSelection,
  type PrepareContext,
  type PreparedRun,
  prepareSelection,
} from './prepare-run.ts';
import { type Publication, publishVerification } from './publish-verification.ts';
import { loadSpecification } from './specification.ts';

/** A verification whose settings are checked. Nothing has been sent to the target. */
export interface PreparedVerification extends PreparedRun {
  readonly contracts: readonly Contract[];
  readonly pactCatalogue: VerificationCatalogue;
  /** Where the result is to be published. */
  readonly publication: Publication | undefined;
}

export interface VerificationReport extends RunReport {
  /** What the target answered, to publish it. */
  readonly verified: VerifiedCases;
}

export interface VerifyContext extends PrepareContext {
  /** Where Git is asked for the version of the target. */
  readonly cwd: string;
}

/**
 * The same as `prepareRun`, for the cases of the contracts.
 * @throws SuiteError for settings that cannot be used, or when no credential was obtained.
 */
export async function prepareVerification(
  settings: VerifySettings,
  context: VerifyContext,
): Promise<PreparedVerification> {
  const { broker } = settings;
  if (broker) context.secrets.add({ name: 'CLOUDDB_BROKER_TOKEN', value: broker.token ?? '' });
  const publication = broker && { broker, published: await versionToPublish(broker, context.cwd) };
  const specification = await loadSpecification(settings.spec);
  const catalogue = await catalogueWith(specification);
  const contracts = await loadContracts(catalogueInScope(catalogue, settings.operation));
  const whole = verificationCatalogue(catalogue, contracts, invariants);
  const pactCatalogue = verificationInScope(whole, settings.operation);
  if (publication) checkWhole(contracts, pactCatalogue);
  const selection = selectInteractions(pactCatalogue, whole.catalogue, settings);
  const prepared = await prepareSelection(settings, specification, selection, context);
  return { ...prepared, contracts, pactCatalogue, publication };
}

function verificationInScope(
  { catalogue: whole, interactions, ...others }: VerificationCatalogue,
  operation: readonly string[],
): VerificationCatalogue {
  const catalogue = catalogueInScope(whole, operation);
  const ids = new Set(catalogue.cases.map(({ id }) => id));
  return { catalogue, interactions: new Map([...interactions].filter(([id]) => ids.has(id))), ...others };
}

/** @throws SuiteError of kind `usage` when the scope leaves out a part of a contract */
function checkWhole(contracts: readonly Contract[], { interactions }: VerificationCatalogue): void {
  for (const { consumer, interactions: all } of contracts)
    if (all.some(({ id }) => !interactions.has(id)))
      throw new SuiteError(
        'usage',
        `--publish and --operation: the contract of ${consumer} is also about other operations, and a result is published for a whole contract; name the tag.`,
      );
}

/** A contract says which states it asks for, whatever datastore the given instance runs. */
function selectInteractions(
  { catalogue, interactions }: VerificationCatalogue,
  whole: Catalogue,
  { only, skip, shard }: VerifySettings,
): CaseSelection {
  const sendable = catalogue.cases.filter(({ id }) => interactions.has(id));
  const selected =
    selectCasesOfShard(sendable, { only, skip, shard }) ?? new Set(sendable.map(({ id }) => id));
  return { catalogue, whole, selected };
}

/**
 * The same as `executeRun`, with Pact's verifier between the run and the target.
 * @throws SuiteError when the target or the driver cannot be reached.
 */
export async function executeVerification(
  prepared: PreparedVerification,
  executeOptions: ExecuteOptions,
): Promise<VerificationReport> {
  const { contracts, pactCatalogue } = prepared;
  const options = await connectedOptions(prepared, executeOptions);
  return inTemporaryDirectory('clouddb-pact-', async (directory) => {
    const files = await writeInteractions(contracts, pactCatalogue, directory);
    const verifier = await startVerifier();
    try {
      const { strict, documented } = pactCatalogue;
      const { target, pace } = options;
      const verification = new Verification({
        verifier,
        provider: parties.provider,
        files,
        strict,
        documented,
        target: target.url,
        timeoutMs: pace.timeoutMs,
      });
      const report = await run({
        ...options,
        // Observations and bursts are requests of the run itself, which Pact does not judge.
        judging: { checks: [verification.check], observations: [] },
        pace: { ...pace, burst: 0 },
        target: { ...target, through: (wire) => verification.through(wire) },
      });
      const { contents } = verification;
      return { ...withNote(report, prepared), verified: { cases: report.result.cases, contents } };
    } finally {
      await verifier.close();
    }
  });
}

/**
 * Publishes the result where the settings ask for it, and returns a message.
 * @throws SuiteError of kind `report` when the broker did not accept it.
 */
export async function publishReport(
  { contracts, publication }: PreparedVerification,
  { verified }: VerificationReport,
  context: Pick<PrepareContext, 'secrets' | 'signal'>,
): Promise<string> {
  if (!publication) return '';
  // The broker would count cases that were not reached as failed.
  if (context.signal.aborted) return 'The result was not published: the verification was interrupted.\n';
  return publishVerification(contracts, verified, publication, context);
}

/** One file for each interaction: the verifier reads files, and verifies one interaction at a time. */
async function writeInteractions(
  contracts: readonly Contract[],
  { interactions }: VerificationCatalogue,
  { write }: TemporaryDirectory,
): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const contract of contracts)
    for (const { id, interaction } of contract.interactions.filter((one) => interactions.has(one.id)))
      files.set(id, await write(`${files.size}.json`, contractJson(contract, [interaction])));
  return files;
}

/** Every report says that Pact judged, and what it did not judge. */
function withNote(
  { result, leak }: RunReport,
  { contracts, pactCatalogue: { interactions, catalogue } }: PreparedVerification,
): RunReport {
  const omitted = catalogue.cases.length - interactions.size;
  const note: Finding = {
    check: pactCheck,
    severity: 'note',
    message: `Verified with Pact: ${count(interactions.size, 'interaction')} of ${count(contracts.length, 'contract')}. Pact cannot express ${count(omitted, 'case')} of the catalogue, nor see parts of others; run judges them.`,
  };
  const findings = [note, ...result.run.findings];
  return { result: { ...result, run: { ...result.run, findings } }, leak };
}

import type { Catalogue } from '../catalogue/catalogue.ts';
import { refuseUnusable, unusableWithin } from '../catalogue/left-out.ts';
import { setUpKey } from '../catalogue/set-up-key.ts';
import { selectCasesOfShard } from '../catalogue/shard.ts';
import { requestValues } from '../config/api-options.ts';
import { checkHeaders, misplacedTokenOf } from '../config/headers.ts';
import type { RunSettings } from '../config/settings/run.ts';
import type { WaiverRules } from '../evaluation/waivers.ts';
import { SuiteError } from '../model/errors.ts';
import type { KnownSecrets } from '../secrets/known-secrets.ts';
import { cataloguesOf } from './catalogues.ts';
import { utcDay } from './day.ts';
import { checkNewPath, checkOutputs } from './files.ts';
import { contractFiles } from './pact.ts';
import { checkAllowedCodes, checkIds, type RunParts, runOptions, tokenName } from './run-options.ts';
import { openSession, type Session, withSession } from './session.ts';
import { loadSpecification, type Specification, scopeOf } from './specification.ts';
import { checkStateValues, namesOf, targetOf } from './target.ts';

/** What preparing a run needs beside its settings. */
export interface PrepareContext {
  /** Every secret that is read or obtained is added. */
  readonly secrets: KnownSecrets;
  readonly signal: AbortSignal;
  /** The time of day, by which waivers expire. */
  readonly now: Date;
}

/** A run whose settings are checked and whose parts are found. Nothing has been sent to the target. */
export interface PreparedRun extends Omit<RunParts, 'signal'> {
  /** Releases what preparing opened. Call it once, also when the run failed or was not executed. */
  readonly close: () => Promise<void>;
}

/** The cases, and the ids of those to send; undefined for all. */
export interface CaseSelection extends Pick<RunParts, 'catalogue' | 'selected'> {
  /** The catalogue of the whole document: settings may name what is outside the scope of the run. */
  readonly whole: Catalogue;
}

/**
 * Loads the specification, checks every setting against it, obtains the credential and finds target and driver.
 * @throws SuiteError for settings that cannot be used, or when no credential was obtained.
 */
export async function prepareRun(settings: RunSettings, context: PrepareContext): Promise<PreparedRun> {
  const specification = await loadSpecification(settings.spec);
  const selection = await selectCases(specification, settings);
  return prepareSelection(settings, specification, selection, context);
}

async function selectCases(
  specification: Specification,
  { datastore, operation, only, skip, shard, spec, connection }: RunSettings,
): Promise<CaseSelection> {
  const headers = connection.headers.map(([name]) => name);
  const { whole, catalogue } = await cataloguesOf(specification, {
    ...(datastore && { datastore }),
    ...{ headers, operation, isOther: spec !== undefined },
  });
  const { unusable } = catalogue;
  return { catalogue, whole, selected: selectCasesOfShard(catalogue.cases, { only, skip, shard, unusable }) };
}

/** The same for cases that were selected before. All local checks come before the first request, that for a credential. */
export async function prepareSelection(
  settings: RunSettings,
  specification: Specification,
  selection: CaseSelection,
  context: PrepareContext,
): Promise<PreparedRun> {
  // A plan names them, and goes on.
  if (!settings.plan) refuseUnusable(unusableWithin(selection.catalogue.unusable ?? [], settings));
  checkAllowedCodes(settings, selection.whole);
  checkHeaders(settings.connection, selection.catalogue, selection.selected);
  if (settings.keep) checkOneSetUp(settings, selection);
  const known = namesOf(selection.whole);
  checkStateValues(settings, known);
  context.secrets.add(...settings.connection.secrets);
  await checkFiles(settings);
  const waivers = await readWaiverRules(settings, context.now);
  const { catalogue, selected } = selection;

  const session = await obtainCredential(settings, context);
  const complete = withSession(settings, session);
  const misplaced = misplacedTokenOf(selection.catalogue, selection.selected);
  const { token } = complete.values;
  const fault = token === undefined ? undefined : misplaced(token);
  if (fault !== undefined)
    throw new SuiteError(
      session ? 'identity' : 'usage',
      `The token ${session ? 'from auth' : 'of --token'} cannot be the credential of these operations: it ${fault}.`,
    );
  const target = await targetOf(complete, known, {
    misplaced,
    found: (value) => context.secrets.add({ name: tokenName, value }),
  });
  return {
    settings: complete,
    specification,
    catalogue,
    selected,
    target,
    waivers,
    session,
    close: () => target.driver.close(),
  };
}

async function checkFiles({ reports, writeWaivers, inputs, gitHub }: RunSettings): Promise<void> {
  if (writeWaivers !== undefined) await checkNewPath(writeWaivers);
  const outputs = [
    ...reports.map(({ file }) => ({ file, what: 'A report' })),
    ...(writeWaivers === undefined ? [] : [{ file: writeWaivers, what: 'A draft of waivers' }]),
  ];
  await checkOutputs(outputs, [
    ...inputs,
    ...(await contractFiles()).map((file) => ({ file, what: 'a contract of the suite' })),
    // It is added to.
    ...(gitHub.summary === undefined ? [] : [{ file: gitHub.summary, what: 'the summary of the step' }]),
  ]);
}

/** `--keep` leaves a state set up: one, and one that nobody else feels. */
function checkOneSetUp({ fresh }: RunSettings, { catalogue, selected }: CaseSelection): void {
  const cases = catalogue.cases.filter(({ id }) => selected?.has(id) ?? true);
  const keys = new Set(cases.map((item) => setUpKey(item, fresh)));
  const [state] = cases[0]?.states ?? [];
  if (keys.size !== 1 || !state)
    throw new SuiteError(
      'usage',
      `--keep needs --only to select cases of one set-up, not of ${keys.size}; name one case id.`,
    );
  if (scopeOf(state.name) !== 'instance')
    throw new SuiteError(
      'usage',
      `--keep cannot keep "${state.name}", which affects more than the resource of its case.`,
    );
}

/** The options of a run for its plan. `auth` was not asked, but no case will lack what it gives. */
export function plannedOptions(prepared: PreparedRun): ReturnType<typeof runOptions> {
  // A plan sends nothing, so there is nothing to interrupt.
  const options = runOptions({ ...prepared, signal: new AbortController().signal });
  if (!prepared.settings.auth) return options;
  const { target } = options;
  return { ...options, target: { ...target, values: { ...toBeObtained, ...target.values } } };
}

const toBeObtained = requestValues({ token: 'TOKEN', account: 'ACCOUNT' });

async function readWaiverRules(
  { waivers, operation }: RunSettings,
  now: Date,
): Promise<WaiverRules | undefined> {
  if (waivers === undefined) return undefined;
  const { readWaivers } = await import('../config/waivers-file.ts');
  return { entries: await readWaivers(waivers, checkIds), today: utcDay(now), scoped: operation.length > 0 };
}

/** The credential from `auth`. A plan sends nothing, so it needs none. */
async function obtainCredential(
  { auth, plan, values, connection, allowShortSecrets: allowShort }: RunSettings,
  { secrets, signal }: PrepareContext,
): Promise<Session | undefined> {
  secrets.add(...(auth?.secrets ?? []), ...connection.secrets, {
    name: tokenName,
    value: values.token ?? '',
  });
  if (!auth || plan) return undefined;
  return openSession(auth, { secrets, signal, allowShort, tokenName });
}

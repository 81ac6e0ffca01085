import { selectedPart } from '../catalogue/shard.ts';
import { type Io, todayOf } from '../cli/io.ts';
import { planText } from '../cli/plan.ts';
import { progressDisplay } from '../cli/progress.ts';
import { datastoreState, requestValues } from '../config/api-options.ts';
import { checkHeaders } from '../config/headers.ts';
import type { RunSettings } from '../config/settings/run.ts';
import type { RunReport } from '../evaluation/assemble-result.ts';
import type { WaiverRules } from '../evaluation/waivers.ts';
import { preflight } from '../http/exchange.ts';
import { waitForTarget } from '../http/wait.ts';
import type { RunOptions } from '../runner/options.ts';
import { makePlan } from '../runner/plan.ts';
import { run } from '../runner/run.ts';
import type { KnownSecrets } from '../secrets/known-secrets.ts';
import { checkNewPath, checkReportPath } from './report-path.ts';
import {
  checkAllowed,
  checkIds,
  fitting,
  type RunParts,
  runOptions,
  targetOf,
  tokenName,
} from './run-options.ts';
import { openSession, type Session, withSession } from './session.ts';
import { catalogueFor, loadSpecification, type Specification } from './specification.ts';
import { writeReports } from './write-reports.ts';

/** How long the target may take to accept a connection before anything is sent. */
const connectTimeoutMs = 10_000;

/** What differs in a command that is like `run`. */
export interface RunStrategy {
  /** The cases, and the ids of those to send; undefined for all. */
  readonly choose: (specification: Specification, settings: RunSettings) => Chosen;
  readonly run: (options: RunOptions) => Promise<RunReport>;
  /** What is done when the reports have been written. */
  readonly afterwards?: (report: RunReport) => Promise<void>;
}

export type Chosen = Pick<RunParts, 'catalogue' | 'selected'>;

const plain: RunStrategy = {
  choose(specification, { datastore, only, skip, shard }) {
    const catalogue = catalogueFor(specification, datastore && fitting(datastoreState(datastore)));
    return { catalogue, selected: selectedPart(catalogue.cases, { only, skip, shard }) };
  },
  run,
};

/** Runs the catalogue against the target, prints the result and writes the reports. */
export async function runCommand(
  given: RunSettings,
  io: Io,
  secrets: KnownSecrets,
  overrides: Partial<RunStrategy> = {},
): Promise<number> {
  const manner = { ...plain, ...overrides };
  const { spec, reports } = given;
  const specification = await loadSpecification(spec);
  const { catalogue, selected } = manner.choose(specification, given);
  checkAllowed(given, catalogue);
  checkHeaders(given.connection, catalogue);
  secrets.add(...given.connection.secrets);
  for (const { file } of reports) await checkReportPath(file);
  if (given.writeWaivers !== undefined) await checkNewPath(given.writeWaivers);
  const waivers = await waiversOf(given, io);

  const session = await sessionOf(given, secrets, io);
  const settings = withSession(given, session);
  const target = await targetOf(settings);
  const parts: RunParts = {
    settings,
    specification,
    catalogue,
    selected,
    target,
    waivers,
    session,
    signal: io.signal,
  };
  try {
    if (settings.plan) {
      const options = plannedOptions(parts);
      io.out(planText(await makePlan(options), options));
      return 0;
    }
    return await send(parts, io, manner);
  } finally {
    await target.driver.close();
  }
}

/** The token and the account that `auth` would obtain are not there, but no case will lack them. */
function plannedOptions(parts: RunParts) {
  const options = runOptions(parts);
  const { auth } = parts.settings;
  const { target } = options;
  return auth
    ? { ...options, target: { ...target, values: { ...toBeObtained, ...target.values } } }
    : options;
}

const toBeObtained = requestValues({ token: 'TOKEN', account: 'ACCOUNT' });

async function waiversOf({ waivers }: RunSettings, io: Io): Promise<WaiverRules | undefined> {
  if (waivers === undefined) return undefined;
  const { readWaivers } = await import('../config/waivers-file.ts');
  return { entries: await readWaivers(waivers, checkIds), today: todayOf(io) };
}

/** The credential that `auth` obtains. A plan sends nothing, so it needs none. */
async function sessionOf(
  { auth, plan, values, connection, allowShortSecrets: allowShort }: RunSettings,
  secrets: KnownSecrets,
  { signal }: Io,
): Promise<Session | undefined> {
  secrets.add(...(auth?.secrets ?? []), ...connection.secrets, {
    name: tokenName,
    value: values.token ?? '',
  });
  if (!auth || plan) return undefined;
  return openSession(auth, { secrets, signal, allowShort, tokenName });
}

async function send(parts: RunParts, io: Io, manner: RunStrategy): Promise<number> {
  const { settings, target } = parts;
  const { connection } = settings;
  if (settings.waitS > 0) await waitForTarget(target.url, settings.waitS, io.signal, connection);
  if (!target.builtIn)
    await preflight(target.url, {
      timeoutMs: connectTimeoutMs,
      signal: io.signal,
      ...(connection.tls && { tls: connection.tls }),
      ...(connection.proxy && { proxy: connection.proxy }),
    });
  await target.driver.open(io.signal);

  const display = settings.quiet ? undefined : progressDisplay(io);
  const running = manner.run({ ...runOptions(parts), ...(display && { onProgress: display.update }) });
  const report = await running.finally(() => display?.end());
  await writeReports(report, settings, io);
  await manner.afterwards?.(report);
  return report.result.run.exitCode;
}

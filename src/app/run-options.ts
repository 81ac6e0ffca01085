import { invariants } from '../../contracts/invariants/index.ts';
import { observations } from '../../contracts/observations/index.ts';
import { resources } from '../../contracts/resources.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { documentedCodesOf } from '../catalogue/documented-codes.ts';
import { checksWith } from '../checks/index.ts';
import { datastoreState, optionForValue, requestValueNames } from '../config/api-options.ts';
import type { RunSettings } from '../config/settings/run.ts';
import { transportCheck } from '../evaluation/judge.ts';
import type { WaiverRules } from '../evaluation/waivers.ts';
import { SuiteError } from '../model/errors.ts';
import type { ProviderState } from '../model/provider-state.ts';
import { pactCheck } from '../pact/verifier-result.ts';
import { sideEffectsCheck } from '../runner/observe.ts';
import type { Hints, PaceOptions, RunOptions } from '../runner/options.ts';
import type { PreflightOptions } from '../runner/preflight-options.ts';
import type { Session } from './session.ts';
import { type Specification, scopeOf, statementsFor, suiteOf } from './specification.ts';
import type { Target } from './target.ts';

/** Tells whether a state has the name and the parameters of a known one. */
export const stateMatcher = (known: ProviderState) => (asked: ProviderState) =>
  asked.name === known.name &&
  Object.entries(known.params).every(([key, value]) => asked.params[key] === value);

export const hints: Hints = {
  consent: {
    'if-deviant': '--consent reject, or an isolated instance from --states',
    change: '--consent change, or an isolated instance from --states',
    create: '--consent destroy, or an isolated account from --states',
    destroy: '--consent destroy, or an isolated instance from --states',
  },
  states: '--states',
  maxWait: '--max-wait',
  rate: '--rate',
  values: Object.fromEntries(requestValueNames.map((name) => [name, optionForValue(name) ?? name])),
};

export interface RunParts {
  readonly settings: RunSettings;
  readonly specification: Specification;
  readonly catalogue: Catalogue;
  readonly selected: ReadonlySet<string> | undefined;
  readonly target: Target;
  readonly waivers: WaiverRules | undefined;
  /** Where `auth` gave the token. */
  readonly session: Session | undefined;
  readonly signal: AbortSignal;
}

/** The name that replaces the token in output. */
export const tokenName = 'CLOUDDB_TOKEN';

/** Ids of everything that finds deviations. */
export const checkIds: readonly string[] = [
  ...checksWith(invariants).map(({ id }) => id),
  transportCheck,
  sideEffectsCheck,
  pactCheck,
];

/** The options of a run, from its parts. */
export function runOptions(parts: RunParts): Omit<RunOptions, 'onProgress'> {
  const { settings, specification, catalogue, selected, target, waivers, session, signal } = parts;
  const suite = suiteOf(specification);
  const { connection } = settings;
  return {
    catalogue,
    ...(selected && { selected }),
    target: {
      url: target.url,
      builtIn: target.builtIn,
      values: target.values,
      connection,
      insecure: connection.tls?.rejectUnauthorized === false,
      userAgent: `${suite.name}/${suite.version}`,
    },
    states: {
      driver: target.driver,
      scopeOf,
      concurrency: settings.stateConcurrency,
      timeoutMs: settings.stateTimeoutS * 1000,
      fresh: settings.fresh,
    },
    pace: paceOf(settings),
    consent: settings.consent,
    judging: { checks: checksWith(invariants), observations },
    credential: {
      name: tokenName,
      otherSecrets: settings.auth?.secrets ?? [],
      ...(session && { renew: async (signal) => ({ credential: await session.renew(signal) }) }),
      ...(session?.expiresAt && { expiresAt: session.expiresAt }),
    },
    report: {
      suite,
      target: {
        apiVersion: target.values.version ?? settings.values.version,
        accountId: target.values.accountId ?? null,
      },
      options: settings.given,
      ...statementsFor(specification, catalogue),
      ...(waivers && { waivers }),
      exitRules: { allowIncomplete: settings.allowIncomplete, strict: settings.strict },
    },
    hints,
    ...(!settings.noPreflight && { preflight: preflightOf(settings) }),
    signal,
  };
}

function preflightOf({ datastore, waitS, auth }: RunSettings): PreflightOptions {
  return {
    resources,
    ...(datastore && { expected: { params: datastoreState(datastore).params, option: '--datastore' } }),
    waitS,
    waitOption: '--wait',
    offOption: '--no-preflight',
    inputs: { ...hints.values, ...(auth && { token: 'the token that auth gives' }) },
  };
}

function paceOf({ concurrency, timeoutMs, maxTimeS, maxWaitS, rate, burst }: RunSettings): PaceOptions {
  const spacingMs = rate ? (rate.perSeconds * 1000) / rate.requests : 0;
  return { concurrency, timeoutMs, maxTimeS, maxWaitS, spacingMs, burst };
}

/**
 * @throws SuiteError of kind `usage` when `--allow-incomplete` names a status that is not documented.
 */
export function checkAllowedStatuses({ allowIncomplete }: RunSettings, catalogue: Catalogue): void {
  const documented = [...new Set([...documentedCodesOf(catalogue).values()].flat())];
  const strange = allowIncomplete.find((status) => !documented.includes(status));
  if (strange === undefined) return;
  throw new SuiteError(
    'usage',
    `--allow-incomplete names ${strange}, which is not documented; documented are ${documented.toSorted((a, b) => a - b).join(', ')}.`,
  );
}

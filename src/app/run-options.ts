import { invariants } from '../../contracts/invariants/index.ts';
import { observations } from '../../contracts/observations/index.ts';
import { relations } from '../../contracts/relations/index.ts';
import { resources } from '../../contracts/resources.ts';
import { partsOfCode } from '../catalogue/allowed-code.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { documentedCodesOf } from '../catalogue/documented-codes.ts';
import { checksWith } from '../checks/index.ts';
import { relationsCheck } from '../checks/relations.ts';
import { datastoreState, optionForValue, requestValueNames } from '../config/api-options.ts';
import type { RunSettings } from '../config/settings/run.ts';
import { transportCheck } from '../evaluation/judge.ts';
import type { WaiverRules } from '../evaluation/waivers.ts';
import { SuiteError } from '../model/errors.ts';
import { pactCheck } from '../pact/verifier-result.ts';
import { sideEffectsCheck } from '../runner/observe.ts';
import type { Hints, JudgingOptions, PaceOptions, RunOptions } from '../runner/options.ts';
import type { PreflightOptions } from '../runner/preflight-options.ts';
import { didYouMean } from '../util/nearest.ts';
import type { Session } from './session.ts';
import { isOfReference, type Specification, scopeOf, suiteOf } from './specification.ts';
import { statementsFor } from './statements.ts';
import type { Target } from './target.ts';

export const hints: Hints = {
  consent: {
    'if-deviant': '--consent reject, or an isolated resource from --states',
    change: '--consent change, or an isolated resource from --states',
    create: '--consent destroy, or an isolated account from --states',
    destroy: '--consent destroy, or an isolated resource from --states',
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
  relationsCheck,
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
    judging: judgingOf(specification),
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
      notCovered: specification.notCovered,
      ...(waivers && { waivers }),
      exitRules: { allowIncomplete: settings.allowIncomplete, strict: settings.strict },
    },
    hints,
    ...(!settings.noPreflight && { preflight: preflightOf(settings) }),
    signal,
  };
}

/** What answers are held to: of a document of another API, by what it says itself. */
export const judgingOf = (specification: Specification): Required<JudgingOptions> =>
  isOfReference(specification)
    ? { checks: checksWith(invariants), observations, relations }
    : { checks: checksWith([]), observations: [], relations: [] };

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
 * @throws SuiteError of kind `usage` when `--allow-incomplete` names an operation or a code that is not documented.
 */
export function checkAllowedCodes({ allowIncomplete }: RunSettings, catalogue: Catalogue): void {
  const codes = documentedCodesOf(catalogue);
  for (const code of allowIncomplete) {
    const { operationId, status } = partsOfCode(code) ?? { status: Number.NaN };
    const own = operationId === undefined ? [...codes.values()].flat() : codes.get(operationId);
    if (own === undefined)
      throw new SuiteError(
        'usage',
        `--allow-incomplete names ${code}, and there is no operation ${operationId}.${didYouMean(operationId ?? '', codes.keys())}`,
      );
    if (own.includes(status)) continue;
    const documented = [...new Set(own)].toSorted((a, b) => a - b).join(', ');
    throw new SuiteError(
      'usage',
      `--allow-incomplete names ${code}, which is not documented; documented ${operationId === undefined ? 'are' : `for ${operationId} are`} ${documented}.`,
    );
  }
}

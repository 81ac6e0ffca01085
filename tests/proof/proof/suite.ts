import { cases as rows } from '../../../contracts/cases/index.ts';
import { invariants } from '../../../contracts/invariants/index.ts';
import { observations } from '../../../contracts/observations/index.ts';
import { relations } from '../../../contracts/relations/index.ts';
import { prepareSpecification } from '../../../src/app/prepare-specification.ts';
import { hints } from '../../../src/app/run-options.ts';
import { operationsFor, scopeOf, suiteOf } from '../../../src/app/specification.ts';
import { statementsFor } from '../../../src/app/statements.ts';
import { type Catalogue, catalogueOf } from '../../../src/catalogue/catalogue.ts';
import { rules } from '../../../src/catalogue/derive/index.ts';
import type { Rule } from '../../../src/catalogue/derive/rule.ts';
import { catalogueInScope } from '../../../src/catalogue/scope.ts';
import type { Check } from '../../../src/checks/check.ts';
import { checksWith } from '../../../src/checks/index.ts';
import type { Observation } from '../../../src/checks/observation.ts';
import { type Relation, relationsCheck } from '../../../src/checks/relations.ts';
import { transportCheck } from '../../../src/evaluation/judge.ts';
import { directConnection } from '../../../src/http/connection.ts';
import type { RunResult } from '../../../src/model/result.ts';
import { validatorOf } from '../../../src/openapi/schema.ts';
import type { Driver, Values } from '../../../src/provider-states/driver.ts';
import { httpDriver } from '../../../src/provider-states/http.ts';
import { ownValuesDriver } from '../../../src/provider-states/own-values.ts';
import { createReference, type Reference } from '../../../src/reference/index.ts';
import { sideEffectsCheck } from '../../../src/runner/observe.ts';
import type { RunOptions } from '../../../src/runner/options.ts';
import { run } from '../../../src/runner/run.ts';
import { deepest } from '../../support/deepest.ts';
import { statesOf as handlerOf, serveStates } from '../../support/states.ts';
import type { Provider, Terms } from './behaviour.ts';
import { serve } from './service.ts';

/** What a run is made of, so that a test can leave one part out. */
export interface Suite {
  readonly specification: Awaited<ReturnType<typeof prepareSpecification>>;
  readonly catalogue: Catalogue;
  readonly checks: readonly Check[];
  readonly observations: readonly Observation[];
  readonly relations: readonly Relation[];
}

/** What is left out, by id. */
export interface Without {
  readonly check?: string;
  readonly rule?: string;
  readonly observations?: boolean;
  readonly relations?: boolean;
  readonly rows?: boolean;
}

/** Everything in a run that finds deviations. */
export const checkIds: readonly string[] = [
  ...checksWith(invariants).map(({ id }) => id),
  transportCheck,
  sideEffectsCheck,
  relationsCheck,
];

/**
 * The rules that derive cases of the document. It has no query: small documents show that the rule about that can fail
 * (`tests/documents`).
 */
export const ruleIds: readonly string[] = rules.map(({ id }) => id).filter((id) => id !== 'query-parameters');

/** The suite from the files of `spec/`, whole or without a part. */
export async function loadSuite(root: string, without: Without = {}): Promise<Suite> {
  const specification = await prepareSpecification(root);
  return suiteWithout(specification, without);
}

export function suiteWithout(specification: Suite['specification'], without: Without = {}): Suite {
  const kept: readonly Rule[] = rules.filter(({ id }) => id !== without.rule);
  return {
    specification,
    catalogue: catalogueOf(operationsFor(specification, validatorOf).operations, {
      scopeOf,
      rows: without.rows ? [] : rows,
      rules: kept,
    }),
    checks: checksWith(invariants).filter(({ id }) => id !== without.check),
    observations: without.observations ? [] : observations,
    relations: without.relations ? [] : relations,
  };
}

/** The operation that providers differ in unless they name another. */
export { deepest };

/** The suite for some operations alone, as `--operation` has it. */
export const inScope = (suite: Suite, operations: readonly string[] = [deepest]): Suite => ({
  ...suite,
  catalogue: catalogueInScope(suite.catalogue, operations),
});

/** Runs the cases of the provider's operations against it. `only` limits them to those of one status. */
export async function runAgainst(whole: Suite, provider: Provider, only?: number): Promise<RunResult> {
  const { make, operations } = provider;
  const terms: Terms = { consent: operations ? 'destroy' : 'reject', ...provider.terms };
  const suite = inScope(whole, operations);
  const reference = createReference(terms.reference);
  const listening = await serve(reference, make(reference));
  const { stateAnswer } = terms;
  const endpoint = stateAnswer && (await serveAltered(reference, stateAnswer));
  const { accountId, instanceId, token, version } = reference.defaults;
  const selected = selectedIn(suite, provider, only);
  try {
    const own = terms.given ? givenInstance(reference) : statesOf(reference);
    const driver = endpoint ? httpDriver(endpoint.url) : own;
    const report = await run({
      ...optionsOf(suite, { accountId, instanceId, token, version }, { url: listening.url, driver, terms }),
      ...(selected && { selected }),
    });
    return report.result;
  } finally {
    await listening.close();
    await endpoint?.close();
  }
}

function selectedIn(
  { catalogue }: Suite,
  { cases }: Provider,
  only?: number,
): ReadonlySet<string> | undefined {
  if (cases) return new Set(cases);
  if (only === undefined) return undefined;
  return new Set(catalogue.cases.filter(({ status }) => status === only).map(({ id }) => id));
}

/** A run of the proof: against a provider, with its terms. */
export function optionsOf(
  suite: Suite,
  values: Values,
  { url, driver, terms }: { readonly url: string; readonly driver: Driver; readonly terms: Terms },
): RunOptions {
  const { catalogue, specification, checks } = suite;
  return {
    catalogue,
    target: {
      url,
      builtIn: false,
      values,
      connection: directConnection,
      insecure: false,
      userAgent: 'proof',
    },
    states: {
      driver,
      scopeOf,
      concurrency: 4,
      timeoutMs: 120_000,
      fresh: false,
    },
    // Longer than by default: a busy machine is no deviation.
    pace: {
      concurrency: terms.inOrder ? 1 : 8,
      timeoutMs: terms.timeoutMs ?? 120_000,
      maxTimeS: 3600,
      maxWaitS: terms.maxWaitS ?? 0,
      spacingMs: 0,
      burst: 0,
    },
    consent: terms.consent ?? 'reject',
    judging: { checks, observations: suite.observations, relations: suite.relations },
    credential: { name: 'TOKEN' },
    report: {
      suite: suiteOf(specification),
      target: { apiVersion: values.version ?? '', accountId: values.accountId ?? null },
      options: {},
      ...statementsFor(specification, catalogue),
      exitRules: { allowIncomplete: [], strict: false },
    },
    hints,
    signal: new AbortController().signal,
  };
}

/** The provider states of the reference implementation, without a detour over HTTP. */
export function statesOf({ states }: Reference): Driver {
  return {
    name: 'proof',
    open: async () => {},
    async setUp({ name, params }) {
      const setUp = states.setUp(name, params);
      return setUp ? { outcome: 'ready', ...setUp } : { outcome: 'not-supported', reason: name };
    },
    async tearDown({ name, params, values, created }) {
      states.tearDown(name, params, values, created);
      return { outcome: 'done' };
    },
    close: async () => {},
  };
}

/** An endpoint for these states, with other answers. */
const serveAltered = (reference: Reference, change: (body: string) => string) =>
  serveStates(async (message) => {
    const answer = await handlerOf(reference)(message);
    return { ...answer, body: change(answer.body ?? '') };
  });

/** One instance and no states, as those have it who test a foreign implementation. */
function givenInstance({ defaults: { instanceId, datastore } }: Reference): Driver {
  const params = { type: datastore.type, version: datastore.version };
  return ownValuesDriver({
    states: [{ state: { name: 'an instance runs a datastore', params }, values: { instanceId } }],
    testableBy: () => '--states',
  });
}

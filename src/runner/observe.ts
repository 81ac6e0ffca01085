import { isSuccess } from '../catalogue/base-request.ts';
import type { AnsweredExchange } from '../checks/check.ts';
import { jsonBody } from '../checks/json-body.ts';
import type { Observation, Reading, Readings } from '../checks/observation.ts';
import type { CaseOutcome } from '../evaluation/case-outcome.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Finding } from '../model/result.ts';
import type { Operation } from '../openapi/operations.ts';
import type { Values } from '../provider-states/driver.ts';
import type { RunContext } from './context.ts';
import type { RunOptions } from './options.ts';
import { buildRequest } from './request.ts';
import { askedPauseMs, mayBeThrottle } from './throttling.ts';

/** Id of the check that reports what no single exchange shows. */
export const sideEffectsCheck = 'side_effects';

/** A list of everything in an account can be long; only one is read at a time. */
const longestReading = 8 * 1024 ** 2;

/** What was read of the run's own resource before anything was sent. */
export interface Before {
  readonly observation: Observation;
  readonly operation: Operation;
  readonly readings: Readings;
}

/**
 * Reads the run's own resource, for each observation that can be made. A resource from a provider state is not read:
 * the driver looks after it.
 */
export async function observeBefore(context: RunContext): Promise<readonly Before[]> {
  const made: Before[] = [];
  for (const { observation, operation } of possible(context.options))
    made.push({ observation, operation, readings: await readAll(context, observation, operation) });
  return made;
}

type Observing = Pick<RunOptions, 'catalogue' | 'target' | 'judging'>;

/** The observations that can be made of the run's own resource. */
function possible({ judging, catalogue, target }: Observing): Omit<Before, 'readings'>[] {
  const { builtIn, values } = target;
  return (builtIn ? [] : judging.observations).flatMap((observation) => {
    const operation = catalogue.operations.get(observation.operationId);
    const own =
      operation?.resourceParameter !== undefined && values[operation.resourceParameter] !== undefined;
    return operation && own ? [{ observation, operation }] : [];
  });
}

/** The URLs that are read for that. */
export function readsOf(options: Observing): string[] {
  return possible(options).flatMap(({ observation, operation }) =>
    Object.values(observation.reads).flatMap((path) => {
      const built = readRequest(options.target, path, operation, options.target.values);
      return built.kind === 'request' ? [built.request.url] : [];
    }),
  );
}

/** Reads again, after everything that must be refused and before anything that must be accepted, and compares. */
export async function observeAfter(
  context: RunContext,
  before: readonly Before[],
  outcomes: ReadonlyMap<string, CaseOutcome>,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const { observation, operation, readings } of before) {
    const after = await readAll(context, observation, operation);
    const accepted = acceptedOn(context, operation, outcomes);
    for (const found of observation.compare(readings, after, context.options.target.values)) {
      const excused = accepted !== undefined && found.severity === 'deviation';
      findings.push({
        check: sideEffectsCheck,
        requirement: observation.requirement,
        ...found,
        // The accepted request changed it, and that acceptance deviates already.
        ...(excused && {
          severity: 'note',
          message: `The resource changed after ${accepted} had been accepted on it.`,
        }),
      });
    }
  }
  return findings;
}

/** A case that was answered with a success on the run's own resource. */
function acceptedOn(
  context: RunContext,
  { resourceParameter = '' }: Operation,
  outcomes: ReadonlyMap<string, CaseOutcome>,
) {
  const own = context.options.target.values[resourceParameter];
  const changed = ({ request, response, values }: Exchange) =>
    response &&
    isSuccess(response.status) &&
    !/^(GET|HEAD)$/.test(request.method) &&
    values[resourceParameter] === own;
  return [...outcomes].find(([, { exchanges }]) => exchanges.some(changed))?.[0];
}

async function readAll(context: RunContext, { reads }: Observation, operation: Operation): Promise<Readings> {
  const readings: Record<string, Reading> = {};
  for (const [name, path] of Object.entries(reads)) readings[name] = await read(context, path, operation);
  return readings;
}

function readRequest(
  { url, userAgent }: RunOptions['target'],
  path: string,
  operation: Operation,
  values: Values,
) {
  const request = {
    method: 'GET',
    path,
    parameters: {},
    credential: 'valid',
    credentialHeader: operation.credential?.header ?? null,
    accept: 'application/json',
    contentType: null,
    body: null,
  } as const;
  return buildRequest({ request }, url, values, userAgent);
}

async function read(context: RunContext, path: string, operation: Operation): Promise<Reading> {
  await context.renewal.ifExpired();
  const values = { ...context.options.target.values, ...context.renewal.values };
  const built = readRequest(context.options.target, path, operation, values);
  if (built.kind === 'missing') return { status: undefined, body: undefined };
  for (let attempt = 1; !context.signal.aborted; attempt += 1) {
    // A stopped run compares nothing.
    const passage = await context.gate.pass().catch(() => undefined);
    if (!passage) break;
    const sent = await context.transport.send(
      { ...built.request, fresh: false, maxBodyBytes: longestReading },
      { attempt, signal: context.signal },
    );
    const exchange = sent.at(-1);
    if (!exchange || !mayBeThrottle(exchange, operation)) {
      if (exchange?.response) context.gate.answered(passage);
      return readingOf(exchange);
    }
    if (context.gate.pause(askedPauseMs(exchange), passage) === undefined) return readingOf(exchange);
  }
  return { status: undefined, body: undefined };
}

function readingOf(exchange: Exchange | undefined): Reading {
  const response = exchange?.response;
  if (!exchange || !response || !isSuccess(response.status))
    return { status: response?.status, body: undefined };
  const answered: AnsweredExchange = { ...exchange, response };
  const body = jsonBody(answered);
  return { status: response.status, body: body.kind === 'json' ? body.value : undefined };
}

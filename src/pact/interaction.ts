import type { Case } from '../catalogue/case.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { allowsAnyBody } from '../checks/check.ts';
import type { Invariant } from '../checks/invariants.ts';
import { SuiteError } from '../model/errors.ts';
import type { ProviderState } from '../model/provider-state.ts';
import { isRange } from '../openapi/media-type.ts';
import type { DocumentedResponse, Operation } from '../openapi/operations.ts';
import { codesOf, responseFor } from '../openapi/responses.ts';
import { bodyTemplate } from './body-template.ts';
import { escapeRegExp, matching, regex, type Template } from './matchers.ts';
import type { Examples } from './request-body.ts';
import { type RequestTemplate, requestTemplate } from './request-template.ts';

/** A case in Pact's terms. */
export interface Interaction {
  /** The case's id; with `strictSuffix` at its end when it accepts the expected status alone (see `strictOf`). */
  readonly id: string;
  readonly caseId: string;
  readonly strict: boolean;
  /** What identifies it in a contract: id and title. */
  readonly description: string;
  readonly states: readonly ProviderState[];
  readonly request: RequestTemplate;
  /** Every status that is accepted, the expected one first. */
  readonly statuses: readonly number[];
  readonly response: {
    readonly headers: Readonly<Record<string, Template>>;
    /** Absent when Pact cannot check the body. */
    readonly body?: Template;
  };
  /** What the run checks and Pact cannot. */
  readonly unseen: readonly string[];
  /** Requirements on the content that Pact checks. */
  readonly shown: readonly string[];
}

/** What follows the id of a case in the id of its strict interaction. */
export const strictSuffix = '.strict';

/** Why Pact cannot express a case; undefined when it can. */
export function unsupported(item: Case): string | undefined {
  const { request, expect, alternatives } = item;
  // Observed: the verifier adds `Accept: */*` to every request that has none.
  if (request.accept === null)
    return 'it is about a request without Accept, and the verifier always sends one';
  if (request.framing !== undefined)
    return 'it is about a body that is sent in chunks, and the verifier sends it with its length';
  const { credentialPlace: place, credential } = request;
  if (place?.in === 'query' && credential !== 'absent')
    return 'its credential stands in the query, which the contract does not hold';
  if (place?.form === 'basic' && typeof credential !== 'object' && credential !== 'absent')
    return 'its credential stands in base64, and Pact cannot encode what a provider state gives';
  if (alternatives && !allowsAnyBody(item, expect))
    return `only a should asks for ${expect}, Pact has no warnings, and a body cannot vary with the status`;
  return undefined;
}

export interface InteractionOptions {
  readonly examples: Examples;
  /** What the run checks beside schemas. Pact cannot express relations between values. */
  readonly invariants: readonly Invariant[];
}

/** Every interaction of a catalogue, in its order: one for each case that Pact can express, and the strict ones. */
export function interactionsOf(
  { cases, operations }: Catalogue,
  options: InteractionOptions,
): readonly Interaction[] {
  const supported = cases.filter((item) => unsupported(item) === undefined);
  const strict = new Set(strictOf(supported));
  return supported.flatMap((item) => {
    const operation = operations.get(item.operationId);
    if (!operation) throw new SuiteError('internal', `${item.id} is about an operation that does not exist.`);
    const one = interactionOf(item, operation, options);
    return strict.has(item) ? [one, strictly(one, item, operation, options)] : [one];
  });
}

/**
 * The cases that get a second, strict interaction: one for each status that only cases with tolerances expect. In Pact
 * a body cannot vary with the status, so an interaction with tolerances has no body; but for each documented status
 * one interaction should check the body. It is `pending`, because a target may answer with a tolerated status, and
 * only pending interactions may fail without harm in verifiers that know no ambiguities.
 */
function strictOf(cases: readonly Case[]): readonly Case[] {
  const key = ({ operationId, status }: Case) => `${operationId} ${status}`;
  const shown = new Set(
    cases.filter((item) => hasBody(item) && item.tolerates.length === 0 && !item.alternatives).map(key),
  );
  const found = new Map<string, Case>();
  for (const item of cases) {
    if (shown.has(key(item)) || found.has(key(item)) || !hasBody(item)) continue;
    found.set(key(item), item);
  }
  return [...found.values()];
}

const hasBody = (item: Case): boolean => item.request.method !== 'HEAD' && !allowsAnyBody(item, item.expect);

/** One case as an interaction. */
export function interactionOf(item: Case, operation: Operation, options: InteractionOptions): Interaction {
  const { expect, tolerates, alternatives = [], lawful = [], range } = item;
  const ofRange = range === undefined ? [] : codesOf(range);
  const others = [...tolerates.map(({ status }) => status), ...ofRange, ...alternatives, ...lawful];
  const statuses = [...new Set([expect, ...others])];
  return {
    id: item.id,
    caseId: item.id,
    strict: false,
    description: `${item.id}: ${item.title}`,
    states: item.states,
    request: requestTemplate(item, options.examples),
    statuses,
    ...answerOf(item, statuses, operation, options),
  };
}

function strictly(
  interaction: Interaction,
  item: Case,
  operation: Operation,
  options: InteractionOptions,
): Interaction {
  const id = item.id + strictSuffix;
  return {
    ...interaction,
    id,
    strict: true,
    description: `${id}: ${item.title}, with status ${item.expect} and its documented body`,
    statuses: [item.expect],
    ...answerOf(item, [item.expect], operation, options),
  };
}

type Answer = Pick<Interaction, 'response' | 'unseen' | 'shown'>;

function answerOf(
  item: Case,
  statuses: readonly number[],
  operation: Operation,
  { invariants }: InteractionOptions,
): Answer {
  const { checkRequirements } = operation;
  const nothing = (why: string): Answer => ({ response: { headers: {} }, unseen: [why], shown: [] });
  if (item.request.method === 'HEAD') return nothing('that the answer to HEAD has no body');
  const advised = statuses.filter((status) => item.alternatives?.includes(status));
  if (advised.length > 0)
    return nothing(`the body and its media type, which may be any with ${advised.join(', ')} (a should)`);
  const free = statuses.filter((status) => allowsAnyBody(item, status));
  if (free.length > 0)
    return nothing(`the body and its media type, which may be any with ${free.join(', ')} (${item.anyBody})`);
  const documented = statuses.flatMap((status) => responseFor(operation, status) ?? []);
  const headers = contentTypeOf(documented);
  const typeShown =
    Object.keys(headers).length === 0 ? undefined : checkRequirements.content_type_conformance;
  const shown = typeShown === undefined ? [] : [typeShown];
  const optional = [...new Set(documented.flatMap((response) => response.headers.map(({ name }) => name)))];
  const unseenHeaders = optional.map((name) => `header ${name}: it may be absent`);
  const schema = documented.length === 1 ? documented[0]?.schema : undefined;
  if (!schema) {
    const why = `the body, as ${statuses.join(', ')} are accepted and a body cannot vary with the status`;
    return { response: { headers }, unseen: [...unseenHeaders, why], shown };
  }
  const found = bodyTemplate(schema);
  if (!found) {
    const why = 'the body, as no example was found that its schema allows';
    return { response: { headers }, unseen: [...unseenHeaders, why], shown };
  }
  const { template, unseen, requirements } = found;
  const relations = invariants
    .filter(({ operationId, status }) => operationId === item.operationId && statuses.includes(status))
    .map(({ pointer, requirement }) => `${pointer}: its relation to other values (${requirement})`);
  return {
    response: { headers, body: template },
    unseen: [...unseenHeaders, ...[...unseen, ...relations].map((what) => `body ${what}`)],
    shown: [...shown, ...requirements],
  };
}

/** The media type, if every accepted status documents the same ones. Parameters such as a charset are allowed. */
function contentTypeOf(responses: readonly DocumentedResponse[]): Record<string, Template> {
  const [first, ...others] = responses.map(({ mediaTypes }) => mediaTypes);
  const same = others.every((mediaTypes) => mediaTypes.join() === first?.join());
  const [example] = first ?? [];
  if (first === undefined || example === undefined || !same || first.some(isRange)) return {};
  const pattern = `(?i)^(${first.map(escapeRegExp).join('|')})\\s*(;.*)?$`;
  return { 'Content-Type': matching(example, regex(pattern)) };
}

/** Whether Pact can express a case: with what it leaves to the run, or why it cannot. */
export type Representable =
  | { readonly said: true; readonly interactions: readonly string[]; readonly notSeen: readonly string[] }
  | { readonly said: false; readonly reason: string };

/** The same for each case of a catalogue, by the case's id. */
export function representable(
  catalogue: Catalogue,
  options: InteractionOptions,
): ReadonlyMap<string, Representable> {
  const interactions = interactionsOf(catalogue, options);
  return new Map(
    catalogue.cases.map((item): [string, Representable] => {
      const reason = unsupported(item);
      if (reason !== undefined) return [item.id, { said: false, reason }];
      const own = interactions.filter(({ caseId }) => caseId === item.id);
      const notSeen = own.find(({ strict }) => !strict)?.unseen ?? [];
      return [item.id, { said: true, interactions: own.map(({ id }) => id), notSeen }];
    }),
  );
}

/** What `explain` says, line by line. */

import { invariants } from '../../contracts/invariants/index.ts';
import { bytesOf, type Case } from '../catalogue/case.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { documentedCodesOf } from '../catalogue/documented-codes.ts';
import { patternMeant } from '../catalogue/meant.ts';
import type { Requirement } from '../evaluation/conclude.ts';
import { SuiteError } from '../model/errors.ts';
import type { Statement } from '../model/result.ts';
import { responseFor } from '../openapi/responses.ts';
import { type Interaction, interactionsOf, strictSuffix } from '../pact/interaction.ts';
import { knownStates } from '../provider-states/state-names.ts';
import { didYouMean } from '../util/nearest.ts';
import { checkIds } from './run-options.ts';

/** Everything that can be explained. */
export interface Known {
  readonly catalogue: Catalogue;
  readonly requirements: Readonly<Record<string, Requirement>>;
  readonly ambiguities: Readonly<Record<string, Statement>>;
}

/**
 * Explains a case, a documented status, a requirement or an ambiguity, with its citation.
 * @throws SuiteError of kind `usage` for an unknown id.
 */
export function explained(id: string, known: Known): Iterable<string> {
  const { catalogue, requirements, ambiguities } = known;
  const found = catalogue.cases.find((item) => item.id === id);
  if (found) return caseLines(found, known);
  const strict = id.endsWith(strictSuffix)
    ? interactionsOf(catalogue, { examples: {}, invariants }).find((one) => one.id === id)
    : undefined;
  if (strict) return strictLines(strict, known);
  const requirement = Object.hasOwn(requirements, id) ? requirements[id] : undefined;
  if (requirement) return requirementLines(id, requirement, catalogue);
  const ambiguity = Object.hasOwn(ambiguities, id) ? ambiguities[id] : undefined;
  if (ambiguity) return ambiguityLines(id, ambiguity, catalogue);
  if (/^\d{3}$/.test(id)) return statusLines(Number(id), catalogue);
  throw new SuiteError(
    'usage',
    `Unknown case, status, requirement or ambiguity ${JSON.stringify(id)}.${meant(id, known)}`,
  );
}

/** What may have been meant, as a sentence with a leading space. */
function meant(id: string, { catalogue, requirements, ambiguities }: Known): string {
  const operations = [...catalogue.operations.values()];
  const [isOperation, isTag] = [
    catalogue.operations.has(id),
    operations.some(({ tags }) => tags.includes(id)),
  ];
  if (isOperation || isTag)
    return ` It is ${isTag ? 'a tag' : 'an operation'}: \`list --operation ${id}\` shows its cases.`;
  if (checkIds.includes(id)) return ' It is a check: a kind of deviation, as reports name it.';
  if (knownStates(catalogue.cases.flatMap(({ states }) => states)).has(id))
    return ' It is a provider state; `list --json` says which cases need it.';
  const statement = didYouMean(id, [...Object.keys(requirements), ...Object.keys(ambiguities)]);
  const pattern = patternMeant(
    id,
    catalogue.cases.map((item) => item.id),
  );
  if (pattern === undefined || (statement !== '' && !id.includes('/'))) return statement;
  return pattern.includes('*')
    ? ` \`list --only '${pattern}'\` shows similar cases.`
    : ` Did you mean ${pattern}?`;
}

function* statusLines(status: number, catalogue: Catalogue): Iterable<string> {
  const { operations, cases } = catalogue;
  const codes = documentedCodesOf(catalogue);
  const documented = [...operations.values()].filter(({ id }) => codes.get(id)?.includes(status));
  if (documented.length === 0) {
    const all = [...new Set([...codes.values()].flat())];
    throw new SuiteError(
      'usage',
      `The status ${status} is not documented. Documented statuses: ${all.sort().join(', ')}.`,
    );
  }
  for (const operation of documented) {
    const response = responseFor(operation, status);
    yield `${operation.id} ${status}`;
    yield `  cited from    ${response?.citation}`;
    if (response?.fault !== undefined) yield `  fault         ${response.fault}`;
    yield `  shows         ${[...(response?.requirements ?? []), ...(response?.contentRequirements ?? [])].join(', ')}`;
    yield '  cases';
    for (const item of cases.filter((each) => each.operationId === operation.id && each.status === status)) {
      yield `    ${item.id}  ${item.title}`;
    }
  }
}

function* caseLines(item: Case, { requirements, ambiguities }: Known): Iterable<string> {
  yield item.id;
  yield `  ${item.title}.`;
  yield `  expects       ${item.expect}${item.range === undefined ? '' : `, or another ${item.range}`}`;
  for (const { status, ambiguity } of item.tolerates) yield `  tolerates     ${status} (${ambiguity})`;
  if (item.anyBody !== undefined)
    yield `  any body      ${item.anyBodyWith ? `with ${item.anyBodyWith.join(', ')} ` : ''}(${item.anyBody})`;
  if (item.lawful) yield `  lawful        ${item.lawful.join(', ')} (HTTP)`;
  if (item.alternatives)
    yield `  warns of      ${item.alternatives.join(', ')} (only a should asks for ${item.expect})`;
  yield `  risk          ${item.risk}`;
  yield `  derived by    ${item.derivedBy}`;
  for (const { name, params } of item.states) yield `  state         ${name} ${JSON.stringify(params)}`;
  yield* requestLines(item);
  yield '  requirements';
  for (const id of item.requirements) yield* statementLines(id, requirements[id]);
  const named = [...new Set([...item.tolerates.map(({ ambiguity }) => ambiguity), item.anyBody ?? ''])];
  for (const id of named.filter((each) => each !== '')) yield* statementLines(id, ambiguities[id]);
}

/** A report of `verify` also has ids of strict interactions, beside those of cases. */
function* strictLines({ id, caseId, statuses }: Interaction, known: Known): Iterable<string> {
  yield id;
  yield `  In the Pact contract, beside the case below: accepts only ${statuses.join(', ')}, with its documented body.`;
  yield* explained(caseId, known);
}

const shownBytes = 300;

function* requestLines({ request }: Case): Iterable<string> {
  yield `  request       ${request.method} ${request.path}`;
  for (const [name, value] of Object.entries(request.parameters))
    yield `                {${name}} is ${JSON.stringify(value)}`;
  for (const [name, value] of Object.entries(request.documented ?? {}))
    yield `                {${name}} is ${JSON.stringify(value)}, unless the run or a state gives another`;
  const fields = [
    ['query', request.query ?? []],
    ['header', request.headers ?? []],
    ['cookie', request.cookies ?? []],
  ] as const;
  for (const [place, all] of fields)
    for (const { name, written } of all)
      yield `                ${place} ${name}: ${written ?? 'the run or a state has to give it'}`;
  if (request.credentialPlace !== null) {
    const { credential, credentialPlace } = request;
    const shown = typeof credential === 'string' ? credential : JSON.stringify(credential.literal);
    const { in: where, name } = credentialPlace;
    yield `                ${where === 'header' ? name : `${where} ${name}`}: ${shown}`;
  }
  yield `                Accept: ${request.accept ?? 'not sent'}`;
  yield `                Content-Type: ${request.contentType ?? 'not sent'}`;
  if (request.framing !== undefined) yield `                Transfer-Encoding: ${request.framing}`;
  if (request.body === null) return;
  const bytes = bytesOf(request.body);
  const text = JSON.stringify(Buffer.from(bytes.subarray(0, shownBytes)).toString());
  yield `                body of ${bytes.length} bytes: ${text}${bytes.length > shownBytes ? '…' : ''}`;
}

function* requirementLines(id: string, requirement: Requirement, { cases }: Catalogue): Iterable<string> {
  yield* statementLines(id, requirement);
  if (requirement.excluded !== undefined) yield `      not shown by any case: ${requirement.excluded}`;
  for (const item of cases.filter((each) => each.requirements.includes(id))) yield `    ${item.id}`;
}

function* ambiguityLines(id: string, ambiguity: Statement, { cases }: Catalogue): Iterable<string> {
  yield* statementLines(id, ambiguity);
  for (const item of cases) {
    const statuses = item.tolerates.filter((each) => each.ambiguity === id).map(({ status }) => status);
    if (statuses.length > 0) yield `    ${item.id} tolerates ${statuses.join(', ')}`;
  }
}

function* statementLines(id: string, statement: Statement | undefined): Iterable<string> {
  if (!statement) {
    yield `    ${id}`;
    return;
  }
  yield `    ${id} (${statement.strength})  ${statement.statement}`;
  yield `      ${statement.citation}; authority: ${statement.authority}`;
}

import type { MatchersV3, PactV4 } from '@pact-foundation/pact';
import type { Case } from '../catalogue/case.ts';
import type { Check } from '../checks/check.ts';
import { statusCode } from '../checks/status-code.ts';
import { type Judgement, judge } from '../evaluation/judge.ts';
import type { Transport } from '../http/exchange.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Operation } from '../openapi/operations.ts';
import { buildRequest } from '../runner/request.ts';
import { caseReference } from './contract.ts';
import type { Interaction } from './interaction.ts';
import type { Template } from './matchers.ts';
import { bodyExamples, type Examples } from './request-body.ts';

export interface ConsumerOptions {
  readonly pact: PactV4;
  /** Of pact-js. It is passed in because it takes a third of a second to load. */
  readonly matchStatus: typeof MatchersV3.matchStatus;
  readonly transport: Transport;
  readonly checks: readonly Check[];
  readonly examples: Examples;
  readonly userAgent: string;
}

/** The mock server's answer, and the suite's judgement of it as the consumer. */
export interface PlayedInteraction {
  readonly exchange: Exchange;
  readonly judgement: Judgement;
}

interface Noting {
  /** Called with the result before Pact decides. */
  readonly note: (consumed: PlayedInteraction) => unknown;
}

/** How often an interaction is played when Pact misses its request. */
const attempts = 5;

/**
 * Plays one interaction as its consumer.
 *
 * The mock server answers before it has recorded the request (observed on a busy machine). Pact may then report that
 * the request was not received although it was answered: in that case the interaction is played again.
 */
export async function playInteraction(
  interaction: Interaction,
  item: Case,
  operation: Operation,
  consumer: ConsumerOptions,
): Promise<PlayedInteraction> {
  for (let attempt = 1; ; attempt += 1) {
    const consumed: PlayedInteraction[] = [];
    const note = (one: PlayedInteraction) => consumed.push(one);
    try {
      return await play(interaction, item, operation, { ...consumer, note });
    } catch (error) {
      if (attempt === attempts || consumed[0]?.judgement.verdict !== 'conforms') throw error;
    }
  }
}

/**
 * Plays one interaction once: Pact's mock server expects the request and answers as the contract says; the
 * suite's own code sends the case and judges the answer. Pact writes the interaction down when both agree.
 *
 * The mock server answers 500 to a body that does not match its media type, because it cannot compare it. So only
 * JSON bodies are given to it; `contractText` adds the others to the contract from the case, byte for byte.
 */
async function play(
  interaction: Interaction,
  item: Case,
  operation: Operation,
  { pact, matchStatus, transport, checks, examples, userAgent, note }: ConsumerOptions & Noting,
): Promise<PlayedInteraction> {
  const { request, response, statuses } = interaction;
  const [expect = item.expect] = statuses;
  const builder = interaction.states.reduce(
    (unfinished, { name, params }) => unfinished.given(name, { ...params }),
    pact.addInteraction(),
  );
  const consumed = await builder
    .uponReceiving(interaction.description)
    .pending(interaction.strict)
    .reference(caseReference.group, caseReference.name, interaction.caseId)
    .withRequest(request.method, written(request.path), (expected) => {
      if (request.query !== undefined) expected.query(queryOf(request.query));
      expected.headers(allWritten(request.headers));
      if (request.body.kind === 'json') expected.jsonBody(request.body.template);
    })
    .willRespondWith(statuses.length === 1 ? expect : matchStatus(expect, [...statuses]), (answer) => {
      answer.headers(allWritten(response.headers));
      if (response.body !== undefined) answer.jsonBody(response.body);
    })
    .executeTest(async ({ url }): Promise<PlayedInteraction> => {
      const values = { ...bodyExamples(item.request), ...examples };
      const built = buildRequest(item, url, values, userAgent);
      if (built.kind === 'missing') throw new Error(`There is no example of ${built.names.join(', ')}.`);
      const exchanges = await transport.send({ ...built.request, fresh: true }, { attempt: 1 });
      const exchange = exchanges.at(-1);
      if (!exchange) throw new Error('The transport returned no exchange.');
      // The mock server's answer has no body to judge when the contract has none.
      const judging = response.body === undefined ? [statusCode] : checks;
      const consumed = { exchange, judgement: judge(item, operation, judging, exchange) };
      note(consumed);
      return consumed;
    });
  if (!consumed) throw new Error(`${interaction.id} was not played.`);
  return consumed;
}

/** A path or header field in the form that Pact's core reads: text, or JSON as text. */
const written = (template: Template): string =>
  typeof template === 'string' ? template : JSON.stringify(template);

const allWritten = (templates: Readonly<Record<string, Template>>): Record<string, string> =>
  Object.fromEntries(Object.entries(templates).map(([name, template]) => [name, written(template)]));

/** The values of each query parameter. */
function queryOf(query: string): Record<string, string | string[]> {
  const parameters = new URLSearchParams(query);
  return Object.fromEntries([...new Set(parameters.keys())].map((name) => [name, parameters.getAll(name)]));
}

import type { Socket } from 'node:net';
import type { Exchange } from '../model/exchange.ts';
import type { CaseResult } from '../model/result.ts';
import { headerValue } from '../util/headers.ts';
import { atPath } from '../util/json-pointer.ts';
import type { Contract, JsonObject } from './contract.ts';
import { serveOnLoopback } from './loopback-server.ts';
import { StandIns } from './stand-ins.ts';
import { readRequests, responseBytes, type WireRequest } from './wire.ts';

/** Answers the verifier with the recorded answers of a verification. */
export interface ReplayServer {
  /** The port of the stand-in for the provider. */
  readonly port: number;
  /** The stand-in for its state endpoint. */
  readonly statesUrl: string;
  close(): Promise<void>;
}

/** A verification, in the form in which it is published. */
export interface VerifiedCases {
  readonly cases: readonly CaseResult[];
  /** Complete contents of the answers, by the case's id: a report has only the beginning of a long one. */
  readonly contents: ReadonlyMap<string, Uint8Array>;
}

type Response = NonNullable<Exchange['response']>;

const statesPath = '/provider-states';

/**
 * Serves the target's answers to a verifier, because Pact's tools publish only results of their own. So the target is
 * asked once, and the published result comes from the answers in the reports, without secrets. An interaction without
 * an answer, because its state could not be set up, gets none here either, and fails.
 */
export async function startReplayServer(contract: Contract, verified: VerifiedCases): Promise<ReplayServer> {
  const standIns = new StandIns(contract);
  const expected = expectations(contract, verified, standIns);
  let state = noState;
  const serve = async (socket: Socket) => {
    for await (const request of readRequests(socket)) {
      if (request.path === statesPath) {
        state = stateKey(JSON.parse(request.body?.toString() ?? '{}'));
        socket.end(responseBytes(statesAnswer(standIns), false));
        continue;
      }
      const response = expected.find((one) => one.state === state && one.matches(request))?.response;
      if (response) socket.end(responseBytes(response, request.method === 'HEAD'));
      else socket.destroy();
    }
  };
  const { port, url, close } = await serveOnLoopback(serve);
  return { port, statesUrl: url + statesPath, close };
}

/** An interaction's request, as a verifier sends it when every value is a stand-in, and its recorded answer. */
interface Expectation {
  readonly state: string;
  readonly matches: (request: WireRequest) => boolean;
  readonly response: Response | undefined;
}

function expectations(
  { interactions }: Contract,
  { cases, contents }: VerifiedCases,
  standIns: StandIns,
): readonly Expectation[] {
  const names = new Set(
    interactions.flatMap(({ interaction }) => Object.keys(Object(atPath(interaction, 'request', 'headers')))),
  );
  // The verifier always sends this one.
  names.delete('Accept');
  const answers = new Map(cases.map((item) => [item.id, answerOf(item, contents.get(item.id))]));
  return interactions.map(({ id, interaction }): Expectation => {
    const states = interaction.providerStates;
    const headers = expectedHeaders(interaction, names, standIns);
    const path = standIns.generated(interaction, 'path') ?? atPath(interaction, 'request', 'path');
    return {
      state: Array.isArray(states) ? stateKey(states[0]) : noState,
      matches: (request) =>
        request.method === atPath(interaction, 'request', 'method') &&
        isSameTarget(request.path, path, atPath(interaction, 'request', 'query')) &&
        headers.every(([name, value]) => value === headerValue(request.headers, name)) &&
        standIns.isBody(interaction, request.body ?? Buffer.alloc(0)),
      response: answers.get(id),
    };
  });
}

/** Whether path and query of a request are those of an interaction, which has a list of values for each parameter. */
function isSameTarget(sent: string, path: unknown, query: unknown): boolean {
  const [sentPath, sentQuery = ''] = sent.split('?', 2);
  const parameters = new URLSearchParams(sentQuery);
  const values = [...new Set(parameters.keys())].sort().map((name) => [name, parameters.getAll(name)]);
  const expected = Object.entries(Object(query)).sort(([a], [b]) => (a < b ? -1 : 1));
  return sentPath === path && JSON.stringify(values) === JSON.stringify(expected);
}

/** A state and its parameters, in any order. */
function stateKey(state: unknown): string {
  const params = Object.entries(Object(atPath(state, 'params'))).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([atPath(state, 'state') ?? atPath(state, 'name') ?? '', params]);
}

/** Of an interaction that needs none, for which a verifier asks for an empty one. */
const noState = stateKey(undefined);

/** The state endpoint's answer: every value that the contract asks for. */
const statesAnswer = ({ values }: StandIns): Response => ({
  status: 200,
  statusText: 'OK',
  httpVersion: '1.1',
  headers: [['Content-Type', 'application/json']],
  body: Buffer.from(JSON.stringify(values)),
});

/** The header fields that an interaction names; and, without a value, those that only other interactions name. */
function expectedHeaders(
  interaction: JsonObject,
  names: ReadonlySet<string>,
  standIns: StandIns,
): (readonly [name: string, value: string | undefined])[] {
  const headers = atPath(interaction, 'request', 'headers');
  const named = Object.entries(Object(headers)).map(([name, values]): [string, string] => [
    name,
    standIns.generated(interaction, 'header', name) ?? [values].flat().map(String).join(', '),
  ]);
  const absent = [...names].filter((name) => !named.some(([one]) => one === name));
  return [...named, ...absent.map((name) => [name, undefined] as const)];
}

/**
 * The answer to repeat. Undefined, so that the interaction fails, when there was no answer, or when the verdict does
 * not depend on it.
 */
function answerOf({ verdict, exchanges }: CaseResult, content: Uint8Array | undefined): Response | undefined {
  const { response, error } = exchanges.at(-1) ?? {};
  if (!response || error !== undefined) return undefined;
  const { body } = response;
  const recorded = { ...response, body: Buffer.from(body?.text ?? '', body?.encoding ?? 'utf8') };
  if (verdict === 'deviates') return recorded;
  // Of an answer that passes nothing is published, so it may be complete.
  if (isShown(verdict)) return content && body?.truncated ? { ...response, body: content } : recorded;
  return undefined;
}

const isShown = (verdict: CaseResult['verdict']): boolean =>
  verdict === 'conforms' || verdict === 'tolerated';

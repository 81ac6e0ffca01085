import { isObject, type JsonObject, parseJson } from './json.ts';
import { readBody } from './request-body.ts';
import { StateError, type States, type StateValues } from './states.ts';

/** A message of Pact's protocol for provider states (decision 0003). */
interface StateMessage {
  readonly state: string;
  readonly params: JsonObject;
  readonly action: 'setup' | 'teardown';
  readonly values: StateValues;
  readonly created: readonly string[];
}

const refuse = (status: number, error: string, headers: Readonly<Record<string, string>> = {}) =>
  Response.json({ error }, { status, headers });

/** Answers 200 with values and scope, 404 for an unknown state, 400 for an invalid message. */
export async function answerStateRequest(states: States, request: Request): Promise<Response> {
  if (request.method !== 'POST') return refuse(405, 'Send POST.', { Allow: 'POST' });
  try {
    return act(states, readMessage(await messageOf(request)));
  } catch (error) {
    if (error instanceof StateError) return refuse(400, error.message);
    return refuse(500, error instanceof Error ? error.message : String(error));
  }
}

function act(states: States, { state, params, action, values, created }: StateMessage): Response {
  const unknown = () => refuse(404, `There is no state ${JSON.stringify(state)}.`);
  if (action === 'teardown')
    return states.tearDown(state, params, values, created) ? Response.json({}) : unknown();
  const setUp = states.setUp(state, params);
  return setUp ? Response.json({ ...setUp.values, scope: setUp.scope }) : unknown();
}

async function messageOf(request: Request): Promise<unknown> {
  const { bytes, tooLong } = await readBody(request);
  if (tooLong) throw new StateError('The message is too long.');
  try {
    return parseJson(bytes);
  } catch (error) {
    throw new StateError('The message is not JSON.', { cause: error });
  }
}

function readMessage(message: unknown): StateMessage {
  if (!isObject(message)) throw new StateError('The message must be an object.');
  // Pact sends null for absent members.
  const state = message.state;
  const action = message.action ?? 'setup';
  const params = message.params ?? {};
  const values = message.values ?? {};
  const created = message.created ?? [];
  if (typeof state !== 'string') throw new StateError('`state` must be the name of a state.');
  if (action !== 'setup' && action !== 'teardown')
    throw new StateError('`action` must be setup or teardown.');
  if (!isObject(params)) throw new StateError('`params` must be an object.');
  if (!areStrings(values)) throw new StateError('`values` must be an object of strings.');
  if (!Array.isArray(created) || !created.every((id) => typeof id === 'string'))
    throw new StateError('`created` must be an array of strings.');
  return { state, action, params, values, created };
}

function areStrings(values: unknown): values is StateValues {
  return isObject(values) && Object.values(values).every((value) => typeof value === 'string');
}

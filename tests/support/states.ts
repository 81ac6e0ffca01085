import { randomUUID } from 'node:crypto';
import type { Reference } from '../../src/reference/index.ts';
import { type Answer, type Serving, serve } from './server.ts';

/** A message of Pact's protocol for provider states, as it arrived. */
export interface StateMessage {
  readonly state: string;
  readonly params: Readonly<Record<string, string>>;
  readonly action: 'setup' | 'teardown';
  readonly values?: Readonly<Record<string, string>>;
  readonly created?: readonly string[];
}

export type StateHandler = (message: StateMessage) => Answer | Promise<Answer>;

export interface ServingStates extends Serving {
  readonly setUps: readonly StateMessage[];
  readonly tearDowns: readonly StateMessage[];
}

const ok = (values: unknown = {}): Answer => ({ status: 200, body: JSON.stringify(values) });

/** A provider-state endpoint. By default every set-up is given new ids, and nothing is done. */
export async function serveStates(handler: StateHandler = freshIds): Promise<ServingStates> {
  const messages: StateMessage[] = [];
  const serving = await serve(({ body }) => {
    const message: StateMessage = JSON.parse(body);
    messages.push(message);
    return handler(message);
  });
  const having = (action: StateMessage['action']) => messages.filter((message) => message.action === action);
  return {
    ...serving,
    get setUps() {
      return having('setup');
    },
    get tearDowns() {
      return having('teardown');
    },
  };
}

/** Everything a set-up can give, new each time and nothing like the run's own. */
export const freshIds: StateHandler = ({ action }) =>
  action === 'teardown'
    ? ok()
    : ok({
        accountId: `account-${randomUUID()}`,
        instanceId: randomUUID(),
        token: `state-token-${randomUUID()}`,
        version: 'v7.7',
      });

/** The same instance whatever is asked for. */
export const alwaysInstance =
  (instanceId: string): StateHandler =>
  ({ action }) =>
    action === 'teardown' ? ok() : ok({ instanceId });

/** The states of a reference implementation. */
export const statesOf =
  ({ states }: Reference): StateHandler =>
  ({ state, params, action, values = {}, created = [] }) => {
    if (action === 'teardown') return ok(states.tearDown(state, params, values, created));
    const setUp = states.setUp(state, params);
    return setUp ? ok({ ...setUp.values, scope: setUp.scope }) : { status: 404 };
  };

/** The handler, but for one state's set-up. */
export const except =
  (state: string, answer: Answer, handler: StateHandler = freshIds): StateHandler =>
  (message) =>
    message.state === state && message.action === 'setup' ? answer : handler(message);

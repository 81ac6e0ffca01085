import type { Context } from 'hono';
import { Hono } from 'hono/tiny';
import { getPath } from 'hono/utils/url';
import {
  authenticated,
  available,
  type Env,
  existingInstance,
  implemented,
  mayUpdate,
  mediaType,
  method,
  ownAccount,
  recognisedMethod,
  withBody,
  withinLimit,
} from './checks.ts';
import { answerError, Fault } from './faults.ts';
import type { RateLimiter } from './rate-limit.ts';
import { instanceBody, type LinkBase } from './representation.ts';
import { answerStateRequest } from './state-endpoint.ts';
import type { States } from './states.ts';
import type { Store } from './store.ts';
import { readUpgradeRequest } from './upgrade-request.ts';
import { beginUpgrade, finishBuild } from './upgrades.ts';

/** What the routes need. */
export interface AppOptions {
  readonly store: Store;
  /** First segment of every path, such as `v1.0`. */
  readonly version: string;
  readonly limiter: RateLimiter;
  /** Served at `/_pact/provider-states`; null: not served. */
  readonly states: States | null;
}

/** The routes, each with its checks in order. */
export function createApp({ store, version, limiter, states }: AppOptions): Hono<Env> {
  // `.json` at the end of a path asks for JSON, which is the only format (general page "Request and response types").
  const app = new Hono<Env>({ getPath: (request) => getPath(request).replace(/\.json$/, '') });
  app.onError(answerError);
  app.notFound(() => answerError(new Fault(404)));

  if (states) app.all('/_pact/provider-states', (c) => answerStateRequest(states, c.req.raw));

  // The page does not state the order of checks. Two ideas decide it: a caller without access must not learn what
  // exists, and errors that the caller alone can fix (400) come before those that depend on the instance (500, 422).
  app.use(recognisedMethod); // 501
  app.use('/:version/:accountId/*', available(store)); // 503
  app.use(authenticated(store)); // 401
  // From here on, a path without a route is 404, also one with an unknown version.
  const instances = `/${version}/:accountId/instances`;
  app.all(
    `${instances}/:instanceId/action`,
    method('POST'), // 405
    ownAccount, // 403
    mayUpdate, // 403
    withinLimit(limiter), // 413
    implemented, // 501
    withBody,
    mediaType, // 415
    existingInstance, // 404
    (c) => {
      const to = readUpgradeRequest(c.get('body')); // 400
      const created = beginUpgrade(store, c.get('account'), c.get('instance'), to); // 500, 422
      const instance = instanceBody(created, place(c));
      // Building takes no time here, so only this answer shows the status BUILD.
      finishBuild(store, created);
      return c.json({ instance }, 202);
    },
  );
  app.all(`${instances}/:instanceId`, method('GET', 'HEAD'), ownAccount, existingInstance, (c) =>
    c.json({ instance: instanceBody(c.get('instance'), place(c)) }),
  );
  app.all(instances, method('GET', 'HEAD'), ownAccount, (c) =>
    c.json({
      instances: Array.from(c.get('account').instances.values(), (instance) =>
        instanceBody(instance, place(c)),
      ),
    }),
  );
  return app;

  function place(c: Context<Env>): LinkBase {
    return { origin: new URL(c.req.url).origin, version, account: c.get('account') };
  }
}

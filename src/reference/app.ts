import { Hono } from 'hono/tiny';
import { getPath } from 'hono/utils/url';
import {
  authenticated,
  available,
  existingInstance,
  implemented,
  mediaType,
  method,
  ownAccount,
  permitted,
  recognisedMethod,
  withBody,
  withinLimit,
  working,
} from './checks.ts';
import { answerError, Fault } from './faults.ts';
import type { RateLimiter } from './rate-limit.ts';
import type { Backend, Env, Route } from './route.ts';
import { answerStateRequest } from './state-endpoint.ts';
import type { States } from './states.ts';

/** What the app needs. */
export interface AppOptions {
  readonly backend: Backend;
  readonly routes: readonly Route[];
  readonly limiterFor: (route: Route) => RateLimiter;
  /** Served at `/_pact/provider-states`; null: not served. */
  readonly states: States | null;
}

/** The routes, each with its checks in order. */
export function createApp({ backend, routes, limiterFor, states }: AppOptions): Hono<Env> {
  const { store } = backend;
  // `.json` at the end of a path asks for JSON, which is the only format (general page "Request and response types").
  const app = new Hono<Env>({ getPath: (request) => getPath(request).replace(/\.json$/, '') });
  app.onError(answerError);
  app.notFound(() => answerError(new Fault(404)));

  if (states) app.all('/_pact/provider-states', (c) => answerStateRequest(states, c.req.raw));

  // No page states the order of checks. Two ideas decide it: a caller without access must not learn what
  // exists, and errors that the caller alone can fix (400) come before those that depend on the instance (500, 422).
  app.use(recognisedMethod); // 501
  app.use('/:version/:accountId/*', available(store)); // 503
  app.use(authenticated(store)); // 401
  // From here on, a path without a route is 404, also one with an unknown version.
  for (const path of new Set(routes.map((route) => route.path))) {
    const here = routes.filter((route) => route.path === path);
    app.all(path, method(here.flatMap(methodsOf))); // 405
    for (const route of here) {
      app.on(
        route.method,
        path,
        ownAccount(store), // 403, 503
        permitted(route.permission), // 403
        withinLimit(limiterFor(route)), // 413
        implemented(route), // 501
        ...(hasBody(route) ? [withBody, mediaType(route)] : []), // 415
        existingInstance, // 404
        working, // 500
        (c) => route.handle(c, backend), // 400, 404, 413, 500, 422
      );
    }
  }
  return app;
}

/** A path that takes GET takes HEAD (RFC 9110 §9.1). */
const methodsOf = ({ method }: Route) => (method === 'GET' ? ['GET', 'HEAD'] : [method]);

const hasBody = ({ method }: Route) => method !== 'GET' && method !== 'DELETE';

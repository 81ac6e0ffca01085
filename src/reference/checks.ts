import type { Context, MiddlewareHandler } from 'hono';
import { Fault } from './faults.ts';
import type { RateLimiter } from './rate-limit.ts';
import { readBody } from './request-body.ts';
import type { Env, Permission, Route } from './route.ts';
import type { Account, Role, Store } from './store.ts';

type Check = (c: Context<Env>) => void | Promise<void>;

/** A check lets the request continue, or throws the fault that answers it. */
const step =
  (check: Check): MiddlewareHandler<Env> =>
  async (c, next) => {
    await check(c);
    await next();
  };

const knownMethods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** 501 for a method that the service does not recognise (RFC 9110 §15.6.2). */
export const recognisedMethod = step((c) => {
  if (!knownMethods.has(c.req.method)) throw new Fault(501);
});

/** 405, with the `Allow` that RFC 9110 §15.5.6 requires. */
export const method = (allowed: readonly string[]) =>
  step((c) => {
    if (!allowed.includes(c.req.method)) throw new Fault(405, { headers: { Allow: allowed.join(', ') } });
  });

function refuseIfUnavailable(account: Account | undefined): void {
  if (account?.condition === 'unavailable') throw new Fault(503, { headers: { 'Retry-After': '30' } });
}

/** 503 (pages, row 503) for the account of the path. */
export const available = (store: Store) =>
  step((c) => refuseIfUnavailable(store.accounts.get(c.req.param('accountId') ?? '')));

/** 401 for a token missing, unknown or expired (pages, row 401). */
export const authenticated = (store: Store) =>
  step((c) => {
    const id = c.req.header('X-Auth-Token');
    const token = id ? store.tokens.get(id) : undefined;
    if (!token || (token.expires && token.expires <= store.now()))
      throw new Fault(401, { headers: { 'WWW-Authenticate': 'X-Auth-Token realm="clouddb"' } });
    c.set('token', token);
  });

/** 403 under the path of another account, whether it exists or not (pages, row 403). */
export const ownAccount = (store: Store) =>
  step((c) => {
    const { account } = c.get('token');
    const id = c.req.param('accountId');
    if (id !== undefined && account.id !== id) throw new Fault(403);
    // The paths of versions name no account.
    refuseIfUnavailable(account);
    store.settle(account);
    c.set('account', account);
  });

/** What each role may do (general page "Role-based access control"). */
const permissions: Readonly<Record<Role, readonly Permission[]>> = {
  'dbaas:admin': ['create', 'read', 'update', 'delete'],
  'dbaas:creator': ['create', 'read', 'update'],
  'dbaas:observer': ['read'],
};

/** 403 for a role that may not do this. */
export const permitted = (permission: Permission) =>
  step((c) => {
    const { role } = c.get('token');
    if (!permissions[role].includes(permission))
      throw new Fault(403, { message: `The role ${role} may not ${permission}.` });
  });

/** 413 with `Retry-After` (pages, row 413; general page "Limits"). */
export const withinLimit = (limiter: RateLimiter) =>
  step((c) => {
    const account = c.get('account');
    const seconds = account.condition === 'over its limit' ? 60 : limiter(account);
    if (seconds > 0) {
      throw new Fault(413, {
        details: 'The account has sent as many of these requests as it may for now.',
        headers: { 'Retry-After': String(seconds) },
      });
    }
  });

/** 501 if the service does not support this (pages, row 501). */
export const implemented = ({ operations }: Route) =>
  step((c) => {
    const { condition } = c.get('account');
    const noUpgrades = condition === 'upgrades not implemented' && operations.includes('upgradeInstance');
    if (noUpgrades || condition === 'nothing implemented') throw new Fault(501);
  });

/** 500 if the service has a fault (pages, row 500). */
export const working = step((c) => {
  if (c.get('account').condition === 'faulty') throw new Fault(500);
});

/** Reads the content for the next checks. */
export const withBody = step(async (c) => {
  c.set('body', await readBody(c.req.raw));
});

/**
 * Refuses content other than plain JSON in UTF-8 (page, row 415), also with a content coding (RFC 9110
 * §15.5.16). `Content-Type` is required only with a body (general page "Request and response types"); the
 * handler refuses a missing body.
 */
export const mediaType = ({ refusesMediaTypes }: Route) =>
  step((c) => {
    const { bytes, tooLong } = c.get('body');
    const contentType = c.req.header('Content-Type');
    if (contentType === undefined && bytes.byteLength === 0 && !tooLong) return;
    const [type, ...parameters] = (contentType ?? '').split(';').map((part) => part.trim().toLowerCase());
    const isUtf8 = parameters.every(
      (parameter) => !parameter.startsWith('charset=') || /^charset="?utf-8"?$/.test(parameter),
    );
    const coding = c.req.header('Content-Encoding')?.trim().toLowerCase() ?? 'identity';
    if (type === 'application/json' && isUtf8 && coding === 'identity') return;
    if (refusesMediaTypes) throw new Fault(415, { headers: { Accept: 'application/json' } });
    throw new Fault(400, { message: 'The content must be JSON, as application/json.' });
  });

/** 404 for an id of any form that no instance of the account has (pages, row 404). */
export const existingInstance = step((c) => {
  const id = c.req.param('instanceId');
  if (id === undefined) return;
  const instance = c.get('account').instances.get(id);
  if (!instance) throw new Fault(404, { message: 'The account has no such instance.' });
  c.set('instance', instance);
});

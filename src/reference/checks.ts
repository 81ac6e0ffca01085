import type { Context, MiddlewareHandler } from 'hono';
import { Fault } from './faults.ts';
import type { RateLimiter } from './rate-limit.ts';
import { type RequestBody, readBody } from './request-body.ts';
import type { Account, Instance, Store, Token } from './store.ts';

/** What checks pass on to later checks. */
export interface Env {
  Variables: { token: Token; account: Account; body: RequestBody; instance: Instance };
}

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
export const method = (...allowed: readonly string[]) =>
  step((c) => {
    if (!allowed.includes(c.req.method)) throw new Fault(405, { headers: { Allow: allowed.join(', ') } });
  });

/** 503 (page, row 503). */
export const available = (store: Store) =>
  step((c) => {
    const account = store.accounts.get(c.req.param('accountId') ?? '');
    if (account?.condition === 'unavailable') throw new Fault(503, { headers: { 'Retry-After': '30' } });
  });

/** 401 for a token missing, unknown or expired (page, row 401). */
export const authenticated = (store: Store) =>
  step((c) => {
    const id = c.req.header('X-Auth-Token');
    const token = id ? store.tokens.get(id) : undefined;
    if (!token || (token.expires && token.expires <= store.now()))
      throw new Fault(401, { headers: { 'WWW-Authenticate': 'X-Auth-Token realm="clouddb"' } });
    c.set('token', token);
  });

/** 403 under the path of another account, whether it exists or not (page, row 403). */
export const ownAccount = step((c) => {
  const { account } = c.get('token');
  if (account.id !== c.req.param('accountId')) throw new Fault(403);
  c.set('account', account);
});

/** 403 for a role that may only read (general page "Role-based access control"). */
export const mayUpdate = step((c) => {
  if (c.get('token').role === 'dbaas:observer')
    throw new Fault(403, { message: 'The role of the token may only read.' });
});

/** 413 with `Retry-After` (page, row 413). */
export const withinLimit = (limiter: RateLimiter) =>
  step((c) => {
    const account = c.get('account');
    const seconds = account.condition === 'over its limit' ? 60 : limiter(account);
    if (seconds > 0) {
      throw new Fault(413, {
        details: 'The rate limit for upgrades of this account is used up.',
        headers: { 'Retry-After': String(seconds) },
      });
    }
  });

/** 501 if the service does not support upgrades (page, row 501). */
export const implemented = step((c) => {
  if (c.get('account').condition === 'not implemented') throw new Fault(501);
});

/** Reads the content for the next checks. */
export const withBody = step(async (c) => {
  c.set('body', await readBody(c.req.raw));
});

/**
 * 415 for content other than plain JSON in UTF-8 (page, row 415), also with a content coding (RFC 9110
 * §15.5.16). `Content-Type` is required only with a body (general page "Request and response types"); the
 * next check handles a missing body.
 */
export const mediaType = step((c) => {
  const { bytes, tooLong } = c.get('body');
  const contentType = c.req.header('Content-Type');
  if (contentType === undefined && bytes.byteLength === 0 && !tooLong) return;
  const [type, ...parameters] = (contentType ?? '').split(';').map((part) => part.trim().toLowerCase());
  const isUtf8 = parameters.every(
    (parameter) => !parameter.startsWith('charset=') || /^charset="?utf-8"?$/.test(parameter),
  );
  const coding = c.req.header('Content-Encoding')?.trim().toLowerCase() ?? 'identity';
  if (type !== 'application/json' || !isUtf8 || coding !== 'identity')
    throw new Fault(415, { headers: { Accept: 'application/json' } });
});

/** 404 for an id of any form that no instance of the account has (page, row 404). */
export const existingInstance = step((c) => {
  const instance = c.get('account').instances.get(c.req.param('instanceId') ?? '');
  if (!instance) throw new Fault(404, { message: 'The account has no such instance.' });
  c.set('instance', instance);
});

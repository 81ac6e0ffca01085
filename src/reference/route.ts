import type { Context } from 'hono';
import type { LifeCycleTimes } from './life-cycle.ts';
import type { LinkBase } from './links.ts';
import type { RequestBody } from './request-body.ts';
import type { Account, Instance, Store, Token } from './store.ts';

/** What checks pass on to later checks and to the handler. */
export interface Env {
  Variables: { token: Token; account: Account; body: RequestBody; instance: Instance };
}

/** What handlers work on. */
export interface Backend {
  readonly store: Store;
  /** First segment of every path, such as `v1.0`. */
  readonly version: string;
  readonly times: LifeCycleTimes;
}

/** What a role may do (general page "Role-based access control"). */
export type Permission = 'read' | 'create' | 'update' | 'delete';

/** A method of a path: what it is for, and who may call it. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With parameters such as `:accountId`. */
  readonly path: string;
  /** The operations it answers; the content of the request decides between several. */
  readonly operations: readonly string[];
  readonly permission: Permission;
  /** Requests that an account may send in a minute (general page "Limits", which names some operations only). */
  readonly perMinute?: number;
  /** True: 415 is documented, so content that is not JSON is answered with it. Elsewhere it is 400. */
  readonly refusesMediaTypes?: true;
  readonly handle: (c: Context<Env>, backend: Backend) => Response;
}

/** What links in the answer to a request are built from. */
export const linkBase = (c: Context<Env>, { version }: Backend): LinkBase => ({
  origin: new URL(c.req.url).origin,
  version,
  accountId: c.get('account').id,
});

/** An answer without content. */
export const empty = (status: 200 | 202): Response =>
  new Response(null, { status, headers: { 'Content-Length': '0' } });

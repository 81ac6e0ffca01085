import type { Reference, StateValues } from '../../../src/reference/index.ts';
import { type Answer, inState, origin } from './support.ts';

/** A request to any path. */
export interface Call {
  readonly method?: string;
  /** After the account; begins with a slash. */
  readonly path?: string;
  /** The whole path and query instead, with `{name}` for values. */
  readonly url?: string;
  /** Text as it is; else as JSON, with `{name}` for values. */
  readonly body?: unknown;
  readonly token?: string | null;
  readonly accountId?: string;
  readonly version?: string;
  readonly contentType?: string;
}

/** Sends a call, with the values of a state or of the reference's own caller. */
export async function call(
  reference: Reference,
  { method = 'GET', path = '', url, body, contentType = 'application/json', ...own }: Call,
  values: StateValues = {},
): Promise<Answer> {
  const { token: defaultToken, ...defaults } = { ...reference.defaults, ...values };
  const known: Readonly<Record<string, unknown>> = { ...defaults, ...own };
  const filled = (template: string) =>
    template.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(known[name]));
  const address = filled(url ?? `/{version}/{accountId}${path}`);
  const token = own.token === undefined ? defaultToken : own.token;
  const response = await reference.fetch(
    new Request(`${origin}${address}`, {
      method,
      headers: { ...(token !== null && { 'X-Auth-Token': token }), 'Content-Type': contentType },
      ...(body !== undefined && { body: typeof body === 'string' ? body : filled(JSON.stringify(body)) }),
    }),
  );
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text && JSON.parse(text) };
}

/** A reference in a state, and a function that calls it there. */
export function calling(name: string, params: Readonly<Record<string, unknown>> = {}) {
  const { reference, values } = inState(name, params);
  return {
    reference,
    values,
    send: (one: Call, more: StateValues = {}) => call(reference, one, { ...values, ...more }),
  };
}

/** Requests for a token to an identity service. */

import { SuiteError } from '../model/errors.ts';
import type { Exchange, HeaderList } from '../model/exchange.ts';
import type { Json } from '../model/json.ts';
import { headerValue } from '../util/headers.ts';
import { atPath } from '../util/json-pointer.ts';
import { numbersAsText } from '../util/numbers-as-text.ts';
import { isPlainObject } from '../util/plain-object.ts';
import { isSuccess } from '../util/status-class.ts';
import type { AuthContext } from './auth-method.ts';
import { printable } from './printable.ts';

const timeLimitMs = 30_000;
/** A token comes with a list of services, which can be long. */
const maxBodyBytes = 4 * 1_048_576;

/** An answer with a success status. */
export interface TokenResponse {
  /** The value of a header field. */
  readonly header: (name: string) => string | undefined;
  /** Undefined where the body is not JSON. */
  readonly body: Json | undefined;
  /** The same with numbers as text: an account may have more digits than a double holds. */
  readonly written: Json | undefined;
}

/**
 * Posts JSON and returns a successful answer.
 * @throws SuiteError of kind `identity`, with the service's message where there is one.
 */
export async function requestToken(
  url: string,
  message: unknown,
  context: AuthContext,
): Promise<TokenResponse> {
  const { secrets } = context;
  const { status, headers, body: bytes } = await post(url, JSON.stringify(message), context);
  const header = (name: string) => headerValue(headers, name);
  const text = Buffer.from(bytes).toString();
  const body = parsed(text);
  if (isSuccess(status)) return { header, body, written: body && parsed(numbersAsText(text)) };
  if (status >= 300 && status < 400) {
    const location = header('location');
    const where = location === undefined ? '' : ` to ${printable(location, secrets)}`;
    throw tokenError(
      url,
      `answered ${status}, a redirect${where}; redirects are not followed, so correct the url of auth`,
    );
  }
  const said = messageOf(body);
  throw tokenError(
    url,
    said === undefined
      ? `answered ${status} without a readable message`
      : `answered ${status}: ${printable(said, secrets)}`,
  );
}

/** The error for a service that gives no token. */
export const tokenError = (url: string, what: string): SuiteError =>
  new SuiteError(
    'identity',
    `The identity service at ${url} gave no token: it ${what}${/[.?!…]$/.test(what) ? '' : '.'}`,
  );

async function post(
  url: string,
  body: string,
  context: AuthContext,
): Promise<NonNullable<Exchange['response']>> {
  const { secrets, signal, connection, timeoutMs = timeLimitMs } = context;
  // Loaded here, so that commands that only read a config file start fast.
  const [{ createTransport }, { failureMessage }] = await Promise.all([
    import('../http/exchange.ts'),
    import('../http/failure.ts'),
  ]);
  const transport = createTransport({ timeoutMs, maxSockets: 1, maxBodyBytes, ...connection });
  const headers: HeaderList = [
    ['User-Agent', 'clouddb-conformance'],
    ['Accept', 'application/json'],
    ['Content-Type', 'application/json'],
  ];
  try {
    const request = { method: 'POST', url, headers, body: Buffer.from(body), fresh: true, values: {} };
    const exchange = (await transport.send(request, { attempt: 1, signal })).at(-1);
    const { response, failure } = exchange ?? {};
    if (signal.aborted) throw tokenError(url, 'did not answer before the run was interrupted');
    const failed = failure ?? response?.incomplete;
    if (response && failed === undefined) return response;
    const why = failed === undefined ? 'none' : failureMessage(failed, 'the identity service');
    throw tokenError(url, `gave no usable answer: ${printable(why, secrets)}`);
  } finally {
    transport.close();
  }
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `{"unauthorized": {"message": …}}` in version 2.0, `{"error": {"message": …}}` in version 3, and similar. */
function messageOf(body: Json | undefined): string | undefined {
  const members = isPlainObject(body) ? Object.keys(body) : [];
  return [...members.map((name) => atPath(body, name, 'message')), atPath(body, 'message')]
    .find((said) => typeof said === 'string' && said.trim() !== '')
    ?.toString();
}

/** Account and expiry for a credential; what is missing or unusable is left out. */
export function accountAndExpiry(account: unknown, expires: unknown): { account?: string; expiresAt?: Date } {
  const expiresAt = new Date(typeof expires === 'string' ? expires : Number.NaN);
  return {
    ...(typeof account === 'string' && account !== '' && { account }),
    ...(!Number.isNaN(expiresAt.getTime()) && { expiresAt }),
  };
}

/** The URL of a resource below the version's root, which the given URL may already name. */
export function resourceUrl(url: string, version: string, resource: string): string {
  if (url.endsWith(`/${resource}`)) return url;
  return /\/v\d[^/]*$/.test(url) ? `${url}/${resource}` : `${url}/${version}/${resource}`;
}

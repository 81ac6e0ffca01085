import type { Auth, AuthContext, Credential } from '../auth/auth-method.ts';
import { requestValues } from '../config/api-options.ts';
import { isHeaderValue, segment } from '../config/kinds.ts';
import type { RunSettings } from '../config/settings/run.ts';
import { SuiteError } from '../model/errors.ts';
import { shortestSecret } from '../secrets/shortest-secret.ts';

export interface SessionOptions extends AuthContext {
  readonly allowShort: boolean;
  /** Name that stands for a token where it would be printed. */
  readonly tokenName: string;
}

/** A credential, and the way to another one. */
export interface Session extends Credential {
  /** @throws SuiteError of kind `identity`. */
  renew(signal: AbortSignal): Promise<string>;
}

/**
 * Obtains the run's credential by `auth`.
 * @throws SuiteError of kind `identity`.
 */
export async function openSession(auth: Auth, options: SessionOptions): Promise<Session> {
  const credential = await obtained(auth, options);
  return {
    ...credential,
    renew: async (signal) => (await obtained(auth, { ...options, signal })).token,
  };
}

/** The settings with what was obtained; an account that was given outweighs the one that the token is for. */
export function withSession(settings: RunSettings, session: Session | undefined): RunSettings {
  if (!session) return settings;
  const { token, account } = session;
  return { ...settings, values: { ...requestValues({ token, account }), ...settings.values } };
}

async function obtained(auth: Auth, options: SessionOptions): Promise<Credential> {
  const { secrets, tokenName, allowShort } = options;
  const credential = await auth.obtain(options);
  const { token } = credential;
  secrets.add({ name: tokenName, value: token });
  if (!isHeaderValue(token))
    throw unusable('is not one line of printable Latin-1 text of at most 8192 characters');
  if (token.length < shortestSecret && !allowShort)
    throw unusable(
      `is shorter than ${shortestSecret} characters, which cannot be kept out of reports reliably; --allow-short-secrets accepts it`,
    );
  // It is to stand in paths.
  if (credential.account !== undefined)
    segment('ID').read(credential.account, () => {
      throw new SuiteError('identity', 'The account that auth tells cannot stand in a path; give --account.');
    });
  return credential;
}

const unusable = (why: string): SuiteError =>
  new SuiteError('identity', `The token that auth gives cannot be used: it ${why}.`);

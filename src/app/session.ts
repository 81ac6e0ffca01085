import type { Auth, AuthContext, Credential } from '../auth/auth-method.ts';
import { requestValues } from '../config/api-options.ts';
import { segment } from '../config/kinds.ts';
import type { RunSettings } from '../config/settings/run.ts';
import { tokenFault } from '../config/token.ts';
import { SuiteError } from '../model/errors.ts';

export interface SessionOptions extends AuthContext {
  readonly allowShort: boolean;
  /** Name that replaces a token in output. */
  readonly tokenName: string;
}

/** A credential that can be renewed. */
export interface Session extends Credential {
  /** @throws SuiteError of kind `identity`. */
  renew(signal: AbortSignal): Promise<string>;
}

/**
 * Obtains the credential of the run by `auth`.
 * @throws SuiteError of kind `identity`.
 */
export async function openSession(auth: Auth, options: SessionOptions): Promise<Session> {
  const credential = await obtain(auth, options);
  return {
    ...credential,
    renew: async (signal) => (await obtain(auth, { ...options, signal })).token,
  };
}

/** The settings with the credential. An account in the settings takes precedence over that of the token. */
export function withSession(settings: RunSettings, session: Session | undefined): RunSettings {
  if (!session) return settings;
  const { token, account } = session;
  return { ...settings, values: { ...requestValues({ token, account }), ...settings.values } };
}

async function obtain(auth: Auth, options: SessionOptions): Promise<Credential> {
  const { secrets, tokenName, allowShort } = options;
  const credential = await auth.obtain(options);
  const { token } = credential;
  secrets.add({ name: tokenName, value: token });
  const fault = tokenFault(token, allowShort);
  if (fault !== undefined) throw unusable(fault);
  // Paths hold the account.
  if (credential.account !== undefined)
    segment('ID').read(credential.account, () => {
      throw new SuiteError('identity', 'The account from auth cannot be part of a path. Give --account.');
    });
  return credential;
}

const unusable = (why: string): SuiteError =>
  new SuiteError('identity', `The token from auth cannot be used: it ${why}.`);

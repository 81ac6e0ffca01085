import type { Auth } from '../../auth/auth-method.ts';
import type { Connection } from '../../http/connection.ts';
import { SuiteError } from '../../model/errors.ts';
import { minSecretLength } from '../../secrets/min-secret-length.ts';
import { proxySecrets } from '../connection.ts';
import { proxyFor } from '../proxy.ts';
import { optionError } from '../raw-option.ts';
import type { Environment, RawOptions } from '../sources.ts';

/** The options and settings that `auth` depends on. */
export interface AuthSettingsContext {
  readonly given: RawOptions;
  readonly allowShort: boolean;
  /** The target's. */
  readonly connection: Connection;
  readonly env: Environment;
}

/**
 * Checks that nothing else gives a token and that the secrets of `auth` are long enough, and adds how to reach its
 * identity service.
 * @throws SuiteError of kind `configuration`, or `usage` for a proxy that cannot be used.
 */
export function authSettings(auth: Auth, { given, allowShort, connection, env }: AuthSettingsContext): Auth {
  const entry = given.get('auth');
  const token = given.get('token') ?? given.get('tokenFile');
  // Whichever were used, the user might think that it is the other one.
  if (entry && token)
    throw new SuiteError(
      'configuration',
      `${entry.label} and ${token.label} are both given; give one of them.`,
    );
  const short = auth.secrets.find(({ value }) => value.length < minSecretLength);
  if (entry && short && !allowShort)
    throw optionError(
      entry,
      `has the secret ${short.key}, which is shorter than ${minSecretLength} characters and cannot be kept out of reports reliably; use a longer one, or --allow-short-secrets`,
    );
  const proxy = auth.url === undefined ? undefined : proxyFor(auth.url, env);
  const trusted = connection.tls?.ca;
  return {
    ...auth,
    secrets: [
      ...auth.secrets,
      ...(proxy ? proxySecrets(proxy) : []).map((secret) => ({ ...secret, key: 'proxy' })),
    ],
    obtain: async (obtaining) =>
      auth.obtain({
        ...obtaining,
        connection: {
          ...(trusted !== undefined && { tls: { ca: await withPublic(String(trusted)) } }),
          ...(proxy && { proxy: proxy.proxy }),
        },
      }),
  };
}

/** The identity service may have a certificate of the target's authority, or of a public one. */
async function withPublic(certificates: string): Promise<string> {
  const { rootCertificates } = await import('node:tls');
  return [...rootCertificates, certificates].join('\n');
}

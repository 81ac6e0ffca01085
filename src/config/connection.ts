/** How to reach the target, read from the options: TLS, header fields, and the proxy that the environment names. */

import { type Connection, type ConnectionSecret, directConnection } from '../http/connection.ts';
import type { CurlOption } from '../http/curl.ts';
import type { Json } from '../model/json.ts';
import { minSecretLength } from '../secrets/min-secret-length.ts';
import { headerSettings } from './headers.ts';
import type { OptionKey, OptionValues } from './options.ts';
import { type ProxySettings, proxyFor } from './proxy.ts';
import type { Environment, RawOptions } from './sources.ts';

export interface ConnectionSettings {
  readonly connection: Connection;
  /** What reports show of it among the given options. */
  readonly shown: Readonly<Record<string, Json>>;
}

/**
 * Reads everything about the connection to the target, before anything is sent.
 * @throws SuiteError that shows no secret.
 */
export async function connectionSettings(
  given: RawOptions,
  get: <K extends OptionKey>(key: K) => OptionValues[K],
  env: Environment,
): Promise<ConnectionSettings> {
  const target = get('target');
  // The built-in target is in this process, so no proxy is used.
  if (target === undefined) return { connection: directConnection, shown: {} };
  const allowShort = get('allowShortSecrets');
  const tls = await tlsOf(given, target, allowShort);
  const fields = headerSettings({
    headers: get('header'),
    publicNames: get('publicHeader'),
    header: given.get('header'),
    publicHeader: given.get('publicHeader'),
    allowShort,
  });
  const chosenProxy = proxyFor(target, env);
  const keyPassphrase = get('keyPassphrase');
  return {
    connection: {
      ...(tls && { tls }),
      ...(chosenProxy && { proxy: chosenProxy.proxy }),
      headers: fields.headers,
      secrets: [
        ...fields.secrets,
        ...searchable('CLOUDDB_KEY_PASSPHRASE', keyPassphrase),
        ...(chosenProxy ? proxySecrets(chosenProxy) : []),
      ],
      curl: [
        ...fileOption('--cacert', get('ca')),
        ...fileOption('--cert', get('cert')?.replace(/[\\:]/g, '\\$&')),
        ...fileOption('--key', get('key')),
        ...(keyPassphrase === undefined ? [] : [{ flag: '--pass', variable: 'CLOUDDB_KEY_PASSPHRASE' }]),
        ...(chosenProxy ? proxyOptions(chosenProxy) : []),
      ],
    },
    shown: {
      ...(fields.shown.length > 0 && { header: [...fields.shown] }),
      ...(chosenProxy && { [chosenProxy.variable]: chosenProxy.proxy.url }),
    },
  };
}

/** The reader of TLS options is loaded only when there are some: most runs have none. */
async function tlsOf(given: RawOptions, target: string, allowShort: boolean) {
  const [ca, cert, key] = [given.get('ca'), given.get('cert'), given.get('key')];
  const [keyPassphrase, insecure] = [given.get('keyPassphrase'), given.get('insecure')];
  if (!ca && !cert && !insecure) return undefined;
  const { readTls } = await import('./tls.ts');
  return readTls({ ca, cert, key, keyPassphrase, insecure, allowShort }, target);
}

/** Only for --cert does curl read a colon as the beginning of a passphrase, so that path comes escaped. */
const fileOption = (flag: string, value: string | undefined): CurlOption[] =>
  value === undefined ? [] : [{ flag, value }];

const proxyUser = 'CLOUDDB_PROXY_USER';

const proxyOptions = ({ proxy, user }: ProxySettings): CurlOption[] => [
  { flag: '--proxy', value: proxy.url },
  { flag: '--proxytunnel' },
  ...(user ? [{ flag: '--proxy-user', variable: proxyUser }] : []),
];

export const proxySecrets = ({ user }: ProxySettings): ConnectionSecret[] =>
  user
    ? [
        ...searchable(proxyUser, `${user.name}:${user.password}`),
        ...searchable('CLOUDDB_PROXY_PASSWORD', user.password),
      ]
    : [];

/** Short values are not searched for in reports: they were never sent to the target, and occur by chance. */
const searchable = (name: string, value: string | undefined): ConnectionSecret[] =>
  value === undefined || value.length < minSecretLength ? [] : [{ name, value }];

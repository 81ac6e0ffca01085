/** The files and options of TLS (`--ca`, `--cert`, `--key`, `--key-passphrase`, `--insecure`), checked before use. */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { TlsOptions } from '../http/connection-options.ts';
import { rootMessage, SuiteError } from '../model/errors.ts';
import { minSecretLength } from '../secrets/min-secret-length.ts';
import { readUserFile, textFile } from '../util/read-file.ts';
import { errorKind, optionError, type RawOption } from './raw-option.ts';

/** The given options; their `value` is a path or a text. */
export interface RawTlsOptions {
  readonly ca: RawOption | undefined;
  readonly cert: RawOption | undefined;
  readonly key: RawOption | undefined;
  readonly keyPassphrase: RawOption | undefined;
  readonly insecure: RawOption | undefined;
  readonly allowShort: boolean;
}

/**
 * The TLS options for the target; undefined when none were given.
 * @throws SuiteError for what cannot be used, naming option and file.
 */
export async function readTls(given: RawTlsOptions, target: string): Promise<TlsOptions | undefined> {
  const { ca, cert, keyPassphrase, insecure } = given;
  const unverified = insecure?.value === true;
  const first = ca ?? cert ?? (unverified ? insecure : undefined);
  if (!first) return undefined;
  if (!target.startsWith('https:'))
    throw optionError(first, `needs a target that begins with https://, and ${target} does not`);
  if (ca && unverified)
    throw optionError(
      ca,
      'and --insecure exclude each other: without verification no certificate is checked; give one of them',
    );
  if (keyPassphrase && textOf(keyPassphrase).length < minSecretLength && !given.allowShort)
    throw optionError(
      keyPassphrase,
      `is shorter than ${minSecretLength} characters, which cannot be kept out of reports reliably; use a longer one, or --allow-short-secrets`,
    );
  return {
    ...(ca && { ca: (await readCertificates(ca)).text }),
    ...(cert && (await readClientCertificate(cert, given))),
    ...(unverified && { rejectUnauthorized: false }),
  };
}

const textOf = ({ value }: RawOption): string => (typeof value === 'string' ? value : '');

async function readClientCertificate(
  cert: RawOption,
  { key, keyPassphrase }: RawTlsOptions,
): Promise<Pick<TlsOptions, 'cert' | 'key' | 'passphrase'>> {
  const { text, first, named } = await readCertificates(cert);
  const [keyText, holder] = key ? [await readPem(key), namedIn(key)] : [text, named];
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(keyText))
    throw optionError(holder, `does not hold a private key in PEM form${key ? '' : '; give it with --key'}`);
  const opened = openKey(keyText, holder, keyPassphrase);
  if (!first.checkPrivateKey(opened))
    throw optionError(
      holder,
      `holds a private key that does not belong to the certificate in ${textOf(cert)}`,
    );
  const usable = {
    cert: text,
    key: keyText,
    ...(keyPassphrase && { passphrase: textOf(keyPassphrase) }),
  };
  try {
    createSecureContext(usable);
  } catch (error) {
    throw optionError(named, `cannot be used for TLS (${rootMessage(error)})`);
  }
  return usable;
}

function openKey(text: string, holder: RawOption, keyPassphrase: RawOption | undefined): KeyObject {
  const encrypted = /ENCRYPTED/.test(text);
  if (encrypted && !keyPassphrase)
    throw optionError(
      holder,
      'holds an encrypted private key; give its passphrase as CLOUDDB_KEY_PASSPHRASE',
    );
  if (!encrypted && keyPassphrase)
    throw optionError(keyPassphrase, 'has no effect: the private key is not encrypted');
  try {
    return createPrivateKey({
      key: text,
      format: 'pem',
      ...(keyPassphrase && { passphrase: textOf(keyPassphrase) }),
    });
  } catch (error) {
    const why = encrypted ? 'that the passphrase does not open' : `that cannot be read`;
    throw optionError(holder, `holds a private key ${why} (${rootMessage(error)})`);
  }
}

/** Reads the certificates of a PEM file, because Node silently ignores text that is not a certificate. */
async function readCertificates(
  given: RawOption,
): Promise<{ text: string; first: X509Certificate; named: RawOption }> {
  const text = await readPem(given);
  const named = namedIn(given);
  const blocks =
    text.match(/-----BEGIN (X509 )?CERTIFICATE-----[^-]*-----END (X509 )?CERTIFICATE-----/g) ?? [];
  const certificates = blocks.map((block) => {
    try {
      return new X509Certificate(block);
    } catch (error) {
      throw optionError(named, `holds a certificate that cannot be read (${rootMessage(error)})`);
    }
  });
  const [first] = certificates;
  if (!first)
    throw optionError(named, 'does not hold a certificate in PEM form (-----BEGIN CERTIFICATE-----)');
  return { text, first, named };
}

/** The same option, for messages about the content of its file. */
const namedIn = (given: RawOption): RawOption => ({
  ...given,
  label: `${given.label} names the file ${textOf(given)}, which`,
});

async function readPem(given: RawOption): Promise<string> {
  try {
    return (await readUserFile(textOf(given), textFile)).toString();
  } catch (error) {
    throw new SuiteError(
      errorKind(given.source),
      `${namedIn(given).label} cannot be read (${rootMessage(error)}).`,
      { cause: error },
    );
  }
}

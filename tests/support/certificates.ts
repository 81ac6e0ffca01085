import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const passphrase = 'open-sesame-for-tests';

/** Certificates made for one test file: an authority, what it vouches for, and another authority. */
export interface Certificates {
  /** Path of a file by its name, such as `ca.pem`. */
  readonly file: (name: string) => string;
  readonly text: (name: string) => string;
  write(name: string, content: string): string;
  remove(): void;
}

/**
 * `ca.pem`; `server.pem` and `server.key` for localhost, 127.0.0.1 and ::1; `client.pem`, `client.key`,
 * `encrypted.key` (the same, by `passphrase`), `both.pem` (certificate and key); `other.pem` and `other.key`.
 */
export function makeCertificates(): Certificates {
  const directory = mkdtempSync(join(tmpdir(), 'clouddb-tls-'));
  const file = (name: string) => join(directory, name);
  const openssl = (...args: string[]) =>
    execFileSync('openssl', args, { cwd: directory, stdio: ['ignore', 'ignore', 'pipe'] });
  const text = (name: string) => readFileSync(file(name), 'utf8');
  const write = (name: string, content: string) => {
    writeFileSync(file(name), content);
    return file(name);
  };
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  for (const name of ['ca', 'other'])
    openssl(
      ...['req', '-x509', ...key, '-keyout', `${name}.key`, '-out', `${name}.pem`],
      ...['-days', '2', '-subj', `/CN=${name}`],
    );
  const signed = (name: string, extensions: string) => {
    write(`${name}.ext`, extensions);
    openssl('req', ...key, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
    openssl(
      ...['x509', '-req', '-in', `${name}.csr`, '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial'],
      ...['-days', '2', '-extfile', `${name}.ext`, '-out', `${name}.pem`],
    );
  };
  signed('server', 'subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1\n');
  signed('client', 'extendedKeyUsage=clientAuth\n');
  openssl(
    ...['pkcs8', '-topk8', '-in', 'client.key', '-out', 'encrypted.key', '-passout', `pass:${passphrase}`],
  );
  write('both.pem', text('client.pem') + text('client.key'));
  return { file, text, write, remove: () => rmSync(directory, { recursive: true, force: true }) };
}

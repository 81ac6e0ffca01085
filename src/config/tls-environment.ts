/** The variable of Node that turns the check of certificates off for all of a process. */
import { SuiteError } from '../model/errors.ts';
import type { Environment } from './sources.ts';

const variable = 'NODE_TLS_REJECT_UNAUTHORIZED';

/** What a command connects to. Undefined where it connects to nothing of the kind. */
export interface TlsConnections {
  readonly target: string | undefined;
  /** True with `--insecure`, which says the same for the target, and in every report. */
  readonly insecure: boolean;
  readonly others: Readonly<Record<string, string | undefined>>;
}

/**
 * Refuses the variable where it would be expected to have an effect. It has none: a report that says nothing of it must
 * not rest on an unchecked certificate.
 * @throws SuiteError of kind `usage`
 */
export function refuseUncheckedTls(env: Environment, { target, insecure, others }: TlsConnections): void {
  // Node reads no other value as "off".
  if (env[variable] !== '0') return;
  if (!insecure && isSecure(target))
    throw refusal(
      'Unset it; to test the target without that check, give --insecure, which every report says.',
    );
  for (const [name, url] of Object.entries(others))
    if (isSecure(url))
      throw refusal(
        `Unset it; the certificate of ${name} is always checked, and NODE_EXTRA_CA_CERTS names an authority to trust.`,
      );
}

const isSecure = (url: string | undefined): boolean => url?.toLowerCase().startsWith('https:') === true;

const refusal = (remedy: string): SuiteError =>
  new SuiteError('usage', `${variable}=0 would turn off the check of certificates unseen. ${remedy}`);

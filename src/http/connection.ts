import type { HeaderList } from '../model/exchange.ts';
import type { Secret } from '../secrets/redaction.ts';
import type { HttpProxy, TlsOptions } from './connection-options.ts';
import type { CurlOption } from './curl.ts';

/** A secret of the run beside its credentials. */
export interface ConnectionSecret extends Secret {
  /** The one header field that a secret too short to be sought elsewhere is hidden in (decision 0005). */
  readonly header?: string;
}

/** How the target is reached, and what every request to it carries beside what its case says. */
export interface Connection {
  readonly tls?: TlsOptions;
  readonly proxy?: HttpProxy;
  /** Added to every request to the target, after its own, and sent nowhere else. */
  readonly headers: HeaderList;
  /** What of all this no report may show. */
  readonly secrets: readonly ConnectionSecret[];
  /** What `curl` needs to go the same way. */
  readonly curl: readonly CurlOption[];
}

/** Straight to the target, with nothing special. */
export const directConnection: Connection = { headers: [], secrets: [], curl: [] };

/** How a connection is made. Without types of Node: the declarations that ship need none. */

/** What TLS needs beyond its defaults. */
export interface TlsOptions {
  /** Certificates and the key as PEM. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly passphrase?: string;
  readonly rejectUnauthorized?: boolean;
  readonly servername?: string;
}

/**
 * A proxy between here and the target. It carries connections (CONNECT, RFC 9110 section 9.3.6) for http as for https:
 * it then sees no request of a case, so what the record says was sent is what reaches the target.
 */
export interface HttpProxy {
  /** `http` or `https`, host and port, and nothing else. */
  readonly url: string;
  /** Value of `Proxy-Authorization`, which goes to the proxy alone. */
  readonly authorization?: string;
}

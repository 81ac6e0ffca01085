/**
 * Certificates are checked unless the user gave `--insecure`. Said to Node wherever TLS is spoken, as its own default
 * follows the variable NODE_TLS_REJECT_UNAUTHORIZED, of which a report would know nothing (decision 0005).
 */
export const verifiedTls = { rejectUnauthorized: true } as const;

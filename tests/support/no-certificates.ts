import { devNull } from 'node:os';

/** For Pact's own programs: they read every root certificate of the machine anew for each request, also over plain HTTP. */
export const noCertificates = { SSL_CERT_FILE: devNull, SSL_CERT_DIR: devNull };

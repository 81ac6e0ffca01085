import { authKind } from '../../auth/index.ts';
import { apiOptions } from '../api-options.ts';
import { header, headerName } from '../header-kinds.ts';
import * as kinds from '../kinds.ts';
import { type Option, optional, withDefault } from '../option.ts';

const connection = 'Connection to the target';
const https = { key: 'target', because: 'the built-in target does not use TLS' };
const { apiVersion, account, token, tokenFile, instance, datastore } = apiOptions;

/** The target, and how to reach it. */
export const targetOptions = {
  target: optional(kinds.rootUrl, {
    commands: ['run'],
    group: 'Target',
    help: 'root URL of the API under test, without the version; by default the built-in reference implementation is tested',
  }),
  apiVersion,
  account,
  token,
  tokenFile,
  auth: optional(authKind, {
    commands: ['run'],
    group: 'Target',
    help: 'how to obtain the token: from a command, or from Keystone 2.0 (also Rackspace) or 3',
    needs: [{ key: 'target', because: 'the built-in target brings its own token' }],
    secretShownAs: '(not shown)',
    onlyInFile: true,
  }),
  instance,
  datastore,
  ca: optional(kinds.file, {
    commands: ['run'],
    group: connection,
    help: 'PEM file of the certificate authorities to trust, instead of those that Node trusts',
    needs: [https],
  }),
  cert: optional(kinds.file, {
    commands: ['run'],
    group: connection,
    help: 'PEM file of the client certificate, with its chain',
    needs: [https],
  }),
  key: optional(kinds.file, {
    commands: ['run'],
    group: connection,
    help: 'PEM file of the private key, if it is not in the file of --cert',
    needs: [{ key: 'cert', because: 'it is the key of the client certificate' }],
  }),
  keyPassphrase: optional(kinds.passphrase, {
    commands: ['run'],
    group: connection,
    help: 'passphrase of the private key; prefer the variable CLOUDDB_KEY_PASSPHRASE, which other users of the machine cannot see',
    needs: [{ key: 'cert', because: 'it opens the key of the client certificate' }],
    secretShownAs: '$CLOUDDB_KEY_PASSPHRASE',
  }),
  insecure: withDefault(kinds.flag, false, {
    commands: ['run'],
    group: connection,
    help: 'do not verify the certificate of the target; every report says so',
    needs: [https],
  }),
  header: withDefault(kinds.list(header, { commas: false, lines: true }), [], {
    commands: ['run'],
    group: connection,
    help: 'header field to add to every request to the target; its value is a secret unless --public-header names it; CLOUDDB_HEADER holds one per line',
    needs: [{ key: 'target', because: 'nothing in front of the built-in target reads it' }],
    secretShownAs: '***',
  }),
  publicHeader: withDefault(kinds.list(headerName, { commas: true }), [], {
    commands: ['run'],
    group: connection,
    help: 'names of added header fields whose values reports may show',
    needs: [{ key: 'header', because: 'it names fields that are given there' }],
  }),
} satisfies Record<string, Option<unknown>>;

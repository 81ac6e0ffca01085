/**
 * The option table: every option once. The command line, the variables, the config file with its schema, and the
 * help are all derived from it. Name and variable follow from the key (`longName`, `variableName`).
 */

import { authKind } from '../auth/index.ts';
import { apiOptions } from './api-options.ts';
import { ciNames } from './ci.ts';
import { header, headerName } from './header-kinds.ts';
import * as kinds from './kinds.ts';
import { type CommandName, type Option, optional, withDefault } from './option.ts';
import { stateValues } from './state-values.ts';

const day = 86_400;
const connection = 'Connection to the target';
const states = 'Provider states';
const selection = 'Selection';
const pace = 'Pace and limits';
const results = 'Results';
const general = 'General';
const files = 'Files';
const broker = 'Pact Broker';

const https = { key: 'target', because: 'the built-in target is not reached by TLS' };

const { apiVersion, account, token, tokenFile, instance, datastore } = apiOptions;

const table = {
  target: optional(kinds.rootUrl, {
    commands: ['run'],
    group: 'Target',
    help: 'root of the API under test, without the version; without it the built-in reference implementation is tested',
  }),
  apiVersion,
  account,
  token,
  tokenFile,
  auth: optional(authKind, {
    commands: ['run'],
    group: 'Target',
    help: 'how the token is obtained: by a command, or from Keystone 2.0 (also Rackspace) or 3',
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
    help: 'PEM file of its private key, if that is not in the file of --cert',
    needs: [{ key: 'cert', because: 'it is the key of that certificate' }],
  }),
  keyPassphrase: optional(kinds.passphrase, {
    commands: ['run'],
    group: connection,
    help: 'passphrase of that key; better given as CLOUDDB_KEY_PASSPHRASE, which other users of the machine cannot see',
    needs: [{ key: 'cert', because: 'it opens the key of that certificate' }],
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
    help: 'header field that every request to the target gets as well; its value is a secret unless --public-header names it; in CLOUDDB_HEADER one on each line',
    needs: [{ key: 'target', because: 'the built-in target is behind nothing that would want it' }],
    secretShownAs: '***',
  }),
  publicHeader: withDefault(kinds.list(headerName, { commas: true }), [], {
    commands: ['run'],
    group: connection,
    help: 'names of those fields whose values may stand in reports',
    needs: [{ key: 'header', because: 'it is about the fields given there' }],
  }),
  host: withDefault(kinds.host, '127.0.0.1', {
    commands: ['serve'],
    group: 'Server',
    help: 'address to listen on',
  }),
  port: withDefault(kinds.wholeNumber('N', 0, 65_535), 8080, {
    commands: ['serve'],
    group: 'Server',
    help: 'port to listen on; 0 takes a free one and prints it',
  }),
  states: optional(kinds.statesSource, {
    commands: ['run'],
    group: states,
    help: 'what brings provider states about: an endpoint (Pact’s protocol), a file of handlers in JavaScript or TypeScript, or a program',
    needs: [{ key: 'target', because: 'the built-in target brings its own provider states' }],
  }),
  stateValues: optional(stateValues, {
    commands: ['run'],
    group: states,
    help: 'values for provider states that the target is in already, by name of state',
    needs: [{ key: 'target', because: 'the built-in target brings its own provider states' }],
    onlyInFile: true,
  }),
  stateTimeout: withDefault(kinds.wholeNumber('S', 1, day, 'seconds'), 600, {
    commands: ['run'],
    group: states,
    help: 'seconds one set-up or teardown may take',
  }),
  stateConcurrency: withDefault(kinds.wholeNumber('N', 1, 256), 4, {
    commands: ['run'],
    group: states,
    help: 'set-ups at a time',
  }),
  fresh: withDefault(kinds.flag, false, {
    commands: ['run'],
    group: states,
    help: 'set a state up for each case instead of sharing it where that is safe',
  }),
  only: withDefault(kinds.list(kinds.pattern, { commas: true }), [], {
    commands: ['run', 'list'],
    group: selection,
    help: 'only these cases: ids, in which * and ? stand for anything and any one character, or a status',
  }),
  skip: withDefault(kinds.list(kinds.pattern, { commas: true }), [], {
    commands: ['run', 'list'],
    group: selection,
    help: 'not these cases, even if --only names them',
  }),
  shard: optional(kinds.shard, {
    commands: ['run', 'list'],
    group: selection,
    help: 'only this part of the cases, of so many; `report` merges the JSON reports of all parts',
  }),
  consent: withDefault(kinds.choice(['observe', 'reject', 'change'], { upgrade: 'change' }), 'reject', {
    commands: ['run'],
    group: selection,
    help: 'what may be sent to an instance that is not isolated: observe (nothing that could change it), reject (also what has to be rejected), change (also what really changes it)',
  }),
  plan: withDefault(kinds.flag, false, {
    commands: ['run'],
    group: selection,
    help: 'say what would be sent, and send nothing',
  }),
  concurrency: withDefault(kinds.wholeNumber('N', 1, 256), 8, {
    commands: ['run'],
    group: pace,
    help: 'requests at a time',
  }),
  rate: optional(kinds.rate, { commands: ['run'], group: pace, help: 'send no faster than this' }),
  burst: withDefault(kinds.wholeNumber('N', 0, 100_000), 0, {
    commands: ['run'],
    group: pace,
    help: 'without provider states, send up to N harmless requests at the end to reach the rate limit; 0 for none',
    needs: [{ key: 'target', because: 'the built-in target brings its limit about by itself' }],
  }),
  timeout: withDefault(kinds.wholeNumber('MS', 1, 3_600_000, 'milliseconds'), 30_000, {
    commands: ['run'],
    group: pace,
    help: 'milliseconds from a request to its complete answer',
  }),
  maxTime: withDefault(kinds.wholeNumber('S', 1, day, 'seconds'), 1800, {
    commands: ['run'],
    group: pace,
    help: 'seconds the whole run may take',
  }),
  maxWait: withDefault(kinds.wholeNumber('S', 0, day, 'seconds'), 60, {
    commands: ['run'],
    group: pace,
    help: 'seconds to wait in all where the target throttles',
  }),
  wait: withDefault(kinds.wholeNumber('S', 0, day, 'seconds'), 0, {
    commands: ['run'],
    group: pace,
    help: 'seconds to wait for the target to answer at all before the run begins',
    needs: [{ key: 'target', because: 'the built-in target is ready at once' }],
  }),
  report: withDefault(kinds.list(kinds.report, { commas: false }), [], {
    commands: ['run', 'report', 'compare'],
    group: results,
    help: 'write a report to a file',
  }),
  as: optional(kinds.choice(['changes', 'matrix']), {
    commands: ['compare'],
    group: results,
    help: 'what changed between two runs, or all side by side; without it, changes for two runs of one target',
    inFile: false,
  }),
  waivers: optional(kinds.file, {
    commands: ['run'],
    group: results,
    help: 'YAML or JSON file of known deviations that are not to fail the run, each with a reason, an owner and the day it expires',
  }),
  writeWaivers: optional(kinds.file, {
    commands: ['run'],
    group: results,
    help: 'draft such a file, with all that is not waived yet; an existing one is not overwritten',
  }),
  allowIncomplete: withDefault(kinds.list(kinds.status, { commas: true }), [], {
    commands: ['run'],
    group: results,
    help: 'documented statuses that may stay unshown without exit code 3, such as 500,501',
  }),
  strict: withDefault(kinds.flag, false, {
    commands: ['run'],
    group: results,
    help: 'make warnings count in the exit code',
  }),
  json: withDefault(kinds.flag, false, {
    commands: ['list', 'spec check'],
    group: results,
    help: 'print JSON',
  }),
  annotations: withDefault(kinds.flag, false, {
    commands: ['spec check'],
    group: results,
    help: 'print workflow commands as well, by which GitHub shows each finding beside its line; so it is in GitHub Actions anyway',
    inFile: false,
  }),
  out: optional(kinds.file, {
    commands: ['spec import'],
    group: results,
    help: 'file to write the draft to; an existing one is not overwritten',
    inFile: false,
  }),
  spec: optional(kinds.file, {
    commands: ['run', 'list', 'explain', 'spec check'],
    group: general,
    help: 'another OpenAPI document than the one that comes with the suite',
  }),
  config: optional(kinds.file, {
    commands: ['run', 'list', 'explain', 'serve', 'publish'],
    group: general,
    help: 'file with options by their camel-case names (YAML, JSON, JavaScript, TypeScript), instead of the clouddb-conformance.config.* of the working directory',
    inFile: false,
  }),
  noConfig: withDefault(kinds.flag, false, {
    commands: ['run', 'list', 'explain', 'serve', 'publish'],
    group: general,
    help: 'read no config file, even if the working directory has one',
    inFile: false,
  }),
  allowShortSecrets: withDefault(kinds.flag, false, {
    commands: ['run'],
    group: general,
    help: 'accept a token under 8 characters, which is then removed from its own header only',
  }),
  quiet: withDefault(kinds.flag, false, {
    commands: ['run'],
    group: general,
    help: 'print neither progress nor the result: the exit code and the reports tell',
  }),
  noColor: withDefault(kinds.flag, false, {
    commands: ['run', 'report', 'compare'],
    group: general,
    help: 'print without colours, as does a NO_COLOR variable that is not empty',
    convention: 'NO_COLOR',
  }),
  ci: withDefault(kinds.list(kinds.choice([...ciNames, 'none']), { commas: true }), ['github', 'gitlab'], {
    commands: ['init'],
    group: files,
    help: 'where it is to run: a workflow for each is written, for both if this is not given; none for no workflow',
    inFile: false,
  }),
  dir: withDefault(kinds.directory, '.', {
    commands: ['init'],
    group: files,
    help: 'directory to write to, the root of a repository',
    inFile: false,
  }),
  publish: withDefault(kinds.flag, false, {
    commands: ['verify'],
    group: broker,
    help: 'publish the result to the Pact Broker, about the contract that is there',
    needs: [{ key: 'broker', because: 'there is nowhere else to publish to' }],
  }),
  broker: optional(kinds.rootUrl, {
    commands: ['verify', 'publish'],
    group: broker,
    help: 'root of the Pact Broker',
    needs: [{ key: 'publish', because: 'nothing else is sent to the broker' }],
  }),
  brokerToken: optional(kinds.headerSecret, {
    commands: ['verify', 'publish'],
    group: broker,
    help: 'token of the broker; better given as CLOUDDB_BROKER_TOKEN, which other users of the machine cannot see',
    needs: [{ key: 'broker', because: 'it is sent to the broker alone' }],
    secretShownAs: '$CLOUDDB_BROKER_TOKEN',
  }),
  appVersion: optional(kinds.segment('VERSION'), {
    commands: ['verify', 'publish'],
    group: broker,
    help: 'version that is published; without it the commit that git has checked out',
    needs: [{ key: 'broker', because: 'it is for publishing' }],
  }),
  branch: optional(kinds.segment('NAME'), {
    commands: ['verify', 'publish'],
    group: broker,
    help: 'branch of that version; without it the one that git has checked out, if any',
    needs: [{ key: 'broker', because: 'it is for publishing' }],
  }),
  tag: withDefault(kinds.list(kinds.segment('NAME'), { commas: true }), [], {
    commands: ['verify', 'publish'],
    group: broker,
    help: 'tags of that version',
    needs: [{ key: 'broker', because: 'they are for publishing' }],
  }),
} satisfies Record<string, Option<unknown>>;

/** The value that each option has in the end, default included. */
export type OptionValues = {
  readonly [key in keyof typeof table]: (typeof table)[key] extends Option<infer T> ? T : never;
};

export type OptionKey = keyof OptionValues;

export const options: { readonly [key in OptionKey]: Option<OptionValues[key]> } = table;

/** Whether a name is a key of the table. */
export const isOptionKey = (name: string): name is OptionKey => Object.hasOwn(table, name);

export const optionKeys: readonly OptionKey[] = Object.keys(table).filter(isOptionKey);

/**
 * What `verify` has of `run`: all but what it could not heed. Its cases are those of the contract that ships, and it
 * sends nothing but what the contract says.
 */
const notOfVerify: readonly string[] = ['spec', 'burst', 'shard'];

const isOf = (key: OptionKey, command: CommandName): boolean => {
  const { commands } = options[key];
  return (
    commands.some((name) => name === command) ||
    (command === 'verify' && commands.some((name) => name === 'run') && !notOfVerify.includes(key))
  );
};

/** The keys of the options a command has, in table order, with those that only a config file can hold. */
export const optionsOf = (command: CommandName): readonly OptionKey[] =>
  optionKeys.filter((key) => isOf(key, command));

/** The keys of the options that can be given to a command as arguments and variables. */
export const flagsOf = (command: CommandName): readonly OptionKey[] =>
  optionsOf(command).filter((key) => !options[key].onlyInFile);

/** What `serve` prints: everything that a consumer needs. */
import { programName } from '../config/commands.ts';
import { longName, variableName } from '../config/option.ts';
import type { Reference } from '../reference/index.ts';
import { minSecretLength } from '../secrets/min-secret-length.ts';
import { encodeSegment } from '../util/path-segment.ts';
import { shellWord } from '../util/shell-word.ts';

export interface Served {
  readonly url: string;
  readonly reference: Pick<Reference, 'defaults' | 'operations'>;
  /** Whether the user gave the token. It is a secret then, and only the variable is shown (decision 0005). */
  readonly tokenGiven: boolean;
  /** How the program is called. @default its name */
  readonly program?: string | undefined;
}

export function servedText(served: Served): string {
  const { url, reference, tokenGiven } = served;
  const { accountId, instanceId, datastore, token } = reference.defaults;
  return [
    `The reference implementation listens on ${url}`,
    `  provider states  ${statesOf(url)}`,
    `  account          ${accountId}`,
    `  token            ${tokenGiven ? 'the given one, not shown' : token}`,
    `  instance         ${instanceId} (${datastore.type} ${datastore.version})`,
    'It serves these operations:',
    ...operationLines(reference),
    ...(tokenGiven
      ? [`To paste into another shell, with the token in ${tokenVariable}:`]
      : ['To paste into another shell:']),
    `  ${curlLine(served)}`,
    `  ${runLine(served)}`,
    'Press Ctrl-C to stop it.',
    '',
  ].join('\n');
}

const statesOf = (url: string): string => `${url}/_pact/provider-states`;

const tokenVariable = variableName('token');

/** A line for each operation, with the values of the start in its path. */
function operationLines({ operations, defaults }: Served['reference']): string[] {
  const width = Math.max(...operations.map(({ name }) => name.length));
  return operations.map(
    ({ name, method, path }) => `  ${name.padEnd(width)}  ${method.padEnd(6)} ${filled(path, defaults)}`,
  );
}

function filled(path: string, { accountId, instanceId }: Reference['defaults']): string {
  const values: Readonly<Record<string, string>> = { accountId, instanceId };
  return path.replaceAll(/\{(\w+)\}/g, (whole, parameter: string) => {
    const value = values[parameter];
    return value === undefined ? whole : encodeSegment(value);
  });
}

/** Reads the instance. */
function curlLine({ url, reference: { operations, defaults }, tokenGiven }: Served): string {
  const read = operations.find(({ method, path }) => method === 'GET' && path.endsWith('/{instanceId}'));
  const header = tokenGiven
    ? `"X-Auth-Token: $${tokenVariable}"`
    : shellWord(`X-Auth-Token: ${defaults.token}`);
  return `curl -i -H ${header} ${shellWord(url + filled(read?.path ?? '/', defaults))}`;
}

/** Without a config file, which is for another target. */
function runLine({ url, reference: { defaults }, tokenGiven, program = programName }: Served): string {
  const { accountId, token } = defaults;
  const given = (key: string, value: string) =>
    `${longName(key)}${value.startsWith('-') ? '=' : ' '}${shellWord(value)}`;
  return [
    ...(tokenGiven ? [] : [`${tokenVariable}=${shellWord(token)}`]),
    `${program} run ${longName('noConfig')}`,
    given('target', url),
    given('account', accountId),
    given('states', statesOf(url)),
    ...(token.length < minSecretLength ? [longName('allowShortSecrets')] : []),
  ].join(' ');
}

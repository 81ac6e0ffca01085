import { rootMessage, SuiteError } from '../model/errors.ts';
import { minSecretLength } from '../secrets/min-secret-length.ts';
import { readUserFile, textFile } from '../util/read-file.ts';
import { isHeaderValue } from './kinds.ts';
import { errorKind, optionError, type RawOption } from './raw-option.ts';
import { isStronger } from './sources.ts';

/** How a token was given: directly, or as the path of a file. */
export interface RawTokenOptions {
  readonly token: RawOption | undefined;
  readonly tokenFile: RawOption | undefined;
  readonly allowShort: boolean;
}

/**
 * Reads the token. Of a token and a token file, the one from the stronger source is used.
 * @throws SuiteError that does not show the token.
 */
export async function readToken({
  token,
  tokenFile,
  allowShort,
}: RawTokenOptions): Promise<string | undefined> {
  if (token && tokenFile && token.source === tokenFile.source)
    throw optionError(token, `and ${tokenFile.label} are both given; give one of them`);
  const winner = !token || (tokenFile && isStronger(tokenFile, token)) ? tokenFile : token;
  if (!winner || typeof winner.value !== 'string') return undefined;
  const value = winner === token ? winner.value : await readTokenFile(winner, winner.value);
  const fault = tokenFault(value, allowShort);
  if (fault !== undefined) throw optionError(winner, `gives a token that ${fault}`);
  return value;
}

/**
 * Why a token cannot be used, in words that follow "it"; undefined when it can. The value on the wire is the value that
 * is kept out of reports: HTTP trims a space at either end, and a header field holds no other characters.
 */
export function tokenFault(token: string, allowShort: boolean): string | undefined {
  if (!isHeaderValue(token))
    return 'is not one line of printable Latin-1 text of at most 8192 characters without a space at either end';
  if (token.length < minSecretLength && !allowShort)
    return `is shorter than ${minSecretLength} characters, so it cannot be kept out of reports reliably; use a longer one, or --allow-short-secrets`;
  return undefined;
}

async function readTokenFile(given: RawOption, path: string): Promise<string> {
  const name = `${given.label} names the file ${path}, which`;
  let text: string;
  try {
    text = (await readUserFile(path, textFile)).toString().trim();
  } catch (error) {
    throw new SuiteError(errorKind(given.source), `${name} cannot be read (${rootMessage(error)}).`, {
      cause: error,
    });
  }
  if (text === '') throw optionError({ ...given, label: name }, 'is empty');
  if (!isHeaderValue(text))
    throw optionError(
      { ...given, label: name },
      'must hold one line of printable Latin-1 text of at most 8192 characters',
    );
  return text;
}

/** Header fields that the user adds to every request to the target, and which of their values are secret. */

import type { Catalogue } from '../catalogue/catalogue.ts';
import { credentialField, misplacedToken } from '../catalogue/credential-place.ts';
import type { Connection, ConnectionSecret } from '../http/connection.ts';
import { SuiteError } from '../model/errors.ts';
import { minSecretLength } from '../secrets/min-secret-length.ts';
import { partsOfField } from '../secrets/secret-parts.ts';
import { isSameHeader } from '../util/headers.ts';
import type { Header } from './header-kinds.ts';
import { optionError, type RawOption } from './raw-option.ts';

export interface RawHeaderOptions {
  readonly headers: readonly Header[];
  readonly publicNames: readonly string[];
  readonly header: RawOption | undefined;
  readonly publicHeader: RawOption | undefined;
  readonly allowShort: boolean;
}

export interface HeaderSettings {
  readonly headers: Connection['headers'];
  readonly secrets: readonly ConnectionSecret[];
  /** The fields as reports may show them. */
  readonly shown: readonly string[];
}

/**
 * Reads the fields, and which of their values no report may show.
 * @throws SuiteError that does not show a value.
 */
export function headerSettings({
  headers,
  publicNames,
  header,
  publicHeader,
  allowShort,
}: RawHeaderOptions): HeaderSettings {
  const names = headers.map(({ name }) => name.toLowerCase());
  const stray = publicNames.find((name) => !names.includes(name.toLowerCase()));
  if (publicHeader && stray !== undefined)
    throw optionError(publicHeader, `names ${stray}, which --header does not give`);
  const isPublic = (name: string) => publicNames.some((one) => isSameHeader(one, name));

  const secrets: ConnectionSecret[] = [];
  const shown = headers.map(({ name, value }, index) => {
    const first = names.indexOf(name.toLowerCase());
    if (header && first !== index)
      throw optionError(header, `gives ${name} twice; give it once, with its values joined by commas`);
    if (isPublic(name)) return `${name}: ${value}`;
    if (header && value.length < minSecretLength && !allowShort)
      throw optionError(
        header,
        `gives ${name} a value shorter than ${minSecretLength} characters, which cannot be kept out of reports reliably; if it is not a secret, use --public-header ${name}; otherwise use a longer one, or --allow-short-secrets`,
      );
    const variable = variableFor(name, secrets);
    secrets.push({ name: variable, value, header: name });
    for (const part of partsOfField(name, value))
      secrets.push({ name: `${variable}_${part.kind}`, value: part.value });
    return `${name}: $${variable}`;
  });
  return { headers: headers.map(({ name, value }) => [name, value]), secrets, shown };
}

/** `X-Api-Key` is `CLOUDDB_HEADER_X_API_KEY`; if two names would become one, the second gets a number. */
function variableFor(name: string, taken: readonly ConnectionSecret[]): string {
  const variable = `CLOUDDB_HEADER_${name.toUpperCase().replace(/\W/g, '_')}`;
  const like = taken.filter((one) => one.name === variable || one.name.startsWith(`${variable}_`)).length;
  return like === 0 ? variable : `${variable}_${like + 1}`;
}

/**
 * Rejects a field that holds the credential of cases: with a second one, every case about credentials would be wrong. What
 * an operation needs beside its token must be there.
 * @throws SuiteError of kind `usage`
 */
export function checkHeaders(
  { headers }: Pick<Connection, 'headers'>,
  { cases, operations }: Catalogue,
  selected?: ReadonlySet<string>,
): void {
  const credentials = new Set(
    cases.map(({ request }) => credentialField(request.credentialPlace)?.toLowerCase()),
  );
  const clash = headers.find(([name]) => credentials.has(name.toLowerCase()));
  if (clash)
    throw new SuiteError(
      'usage',
      `--header must not give ${clash[0]}: it holds the credential, which cases depend on. Give its value as --token.`,
    );
  for (const { id, operationId } of cases) {
    if (selected && !selected.has(id)) continue;
    const others = Object.entries(operations.get(operationId)?.credential?.others ?? {});
    const absent = others.find(([, field]) => !headers.some(([name]) => isSameHeader(name, field)));
    if (absent)
      throw new SuiteError(
        'usage',
        `The operation ${operationId} needs a second credential beside --token, in the header field ${absent[1]} (security scheme ${absent[0]}). Give it with --header, or leave the operation out.`,
      );
  }
}

/**
 * Why a token cannot be the credential of the selected cases, in words that follow "it"; undefined when it can. Refused by
 * the target, it would look like a deviation.
 */
export function misplacedTokenOf(
  { cases }: Pick<Catalogue, 'cases'>,
  selected?: ReadonlySet<string>,
): (token: string) => string | undefined {
  const places = cases.flatMap(({ id, request }) =>
    request.credentialPlace && (selected?.has(id) ?? true) ? [request.credentialPlace] : [],
  );
  return (token) => places.map((place) => misplacedToken(place, token)).find((fault) => fault !== undefined);
}

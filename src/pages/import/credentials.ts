import { isStandardHeader } from '../rst/http-message.ts';
import type { PageOperation } from '../rst/operation.ts';
import { formatLocation } from '../rst/source-location.ts';
import type { JsonObject, Unknowns } from './draft-context.ts';

export interface CredentialDraft {
  readonly id: string;
  readonly scheme: JsonObject & { readonly name: string };
}

/** The header field of example requests that has the name of a credential, or is the only non-standard one. */
export function credentialsOf(pages: readonly PageOperation[], unknown: Unknowns): CredentialDraft[] {
  const fields = pages.flatMap(({ requests }) => requests.flatMap(({ headers }) => headers));
  const own = fields.filter(({ name }) => !isStandardHeader(name));
  const [only, ...others] = new Set(own.map(({ name }) => name));
  const called = own.find(({ name }) => credentialName.test(name));
  const found = called ?? (others.length === 0 ? own.find(({ name }) => name === only) : undefined);
  if (!found) {
    unknown.push('security: no example shows a header field that looks like a credential');
    return [];
  }
  const { name, place } = found;
  const why = called ? 'its name suggests it' : 'it is the only non-standard field';
  unknown.push(`security: whether ${name} is the credential; ${why} (${formatLocation(place)})`);
  const description = 'Assumed to be the credential; the page does not say so.';
  return [{ id: 'credential', scheme: { type: 'apiKey', in: 'header', name, description } }];
}

const credentialName = /^authorization$|token|api-?key/i;

import type { OpenAPIV3_1 } from 'openapi-types';
import { methods } from './assemble/positions.ts';
import { expectationOf } from './extensions.ts';
import type { Credential, CredentialPlace } from './operations.ts';
import { unreferenced } from './resolved.ts';
import { unusable } from './unusable.ts';

type Requirement = OpenAPIV3_1.SecurityRequirementObject;

/** What a security scheme asks of a request. */
type SchemeUse =
  | { readonly kind: 'place'; readonly scheme: string; readonly place: CredentialPlace }
  /** A certificate of the connection, which no request holds. */
  | { readonly kind: 'connection'; readonly scheme: string }
  | { readonly kind: 'unsupported'; readonly why: string };

/** One of the alternatives in which an operation takes credentials, as the suite can give it: one of them as its token. */
interface Alternative {
  readonly token?: { readonly scheme: string; readonly place: CredentialPlace };
  readonly others: Readonly<Record<string, string>>;
  readonly certificates: readonly string[];
}

/**
 * The credential of an operation, in the first of its alternatives that one token can give; of several, in that whose
 * scheme most operations take, because a run has one token (decision 0040).
 * @throws SuiteError of kind `configuration` where the suite can give none of them
 */
export function readCredential(
  document: OpenAPIV3_1.Document,
  operation: OpenAPIV3_1.OperationObject,
  where: string,
): { readonly credential?: Credential; readonly notes: readonly string[] } {
  const requirements = operation.security ?? document.security ?? [];
  const asked = requirements.filter((requirement) => Object.keys(requirement).length > 0);
  if (asked.length === 0) return { notes: [] };
  const read = asked.map((requirement) => alternativeOf(document, requirement));
  const possible = read.filter((one) => typeof one !== 'string');
  const refused = read.filter((one) => typeof one === 'string');
  const optional = asked.length < requirements.length;
  const [chosen] = possible.toSorted(
    (a, b) => othersOf(a) - othersOf(b) || usesOf(document, b) - usesOf(document, a),
  );
  if (!chosen && !optional)
    throw unusable(
      `${where}/security`,
      `it takes no credential that the suite can give: ${refused.join('; and ')}`,
    );
  const notes = refused.map((why) => `Of its credentials one is left out: ${why}.`);
  if (!chosen) return { notes };
  const certificates = chosen.certificates.map(
    (scheme) =>
      `Its callers show a certificate (security scheme ${scheme}), which --cert gives; no case is about a wrong one.`,
  );
  const { token, others } = chosen;
  if (!token) return { notes: [...notes, ...certificates] };
  return {
    credential: {
      place: { ...token.place, ...(optional && { optional }) },
      others,
      invalid: expectationOf(
        document.components?.securitySchemes?.[token.scheme],
        'x-invalid',
        `securitySchemes/${token.scheme}`,
      ),
    },
    notes: [...notes, ...certificates],
  };
}

const othersOf = ({ others }: Alternative): number => Object.keys(others).length;

/** What the suite gives for one alternative, or why it cannot. */
function alternativeOf(document: OpenAPIV3_1.Document, requirement: Requirement): Alternative | string {
  const uses = Object.keys(requirement).map((name) => schemeUse(document, name));
  const unsupported = uses.find((use) => use.kind === 'unsupported');
  if (unsupported) return unsupported.why;
  const certificates = uses.flatMap((use) => (use.kind === 'connection' ? [use.scheme] : []));
  const places = new Map(
    uses.flatMap((use) => (use.kind === 'place' ? [[JSON.stringify(use.place), use] as const] : [])),
  );
  const all = [...places.values()];
  const [first] = all;
  if (!first) return { others: {}, certificates };
  const token = all.find(({ place }) => place.in !== 'header') ?? first;
  const rest = all.filter((use) => use !== token);
  const names = new Set(all.map(({ place }) => place.name.toLowerCase()));
  if (rest.some(({ place }) => place.in !== 'header') || names.size < all.length)
    return `${all.map(({ scheme }) => scheme).join(' and ')} are needed together, and the suite has one token`;
  const others = Object.fromEntries(rest.map(({ scheme, place }) => [scheme, place.name]));
  return { token, others, certificates };
}

function schemeUse(document: OpenAPIV3_1.Document, name: string): SchemeUse {
  const scheme = unreferenced(document.components?.securitySchemes?.[name]);
  const unsupported = (why: string): SchemeUse => ({ kind: 'unsupported', why });
  const at = (place: CredentialPlace): SchemeUse => ({ kind: 'place', scheme: name, place });
  const authorization = { in: 'header', name: 'Authorization' } as const;
  switch (scheme?.type) {
    case 'apiKey': {
      const place = placeOf(scheme.in);
      return place
        ? at({ in: place, name: scheme.name, form: 'plain' })
        : unsupported(`the API key ${name} is in ${scheme.in}, where header, query or cookie was expected`);
    }
    case 'http': {
      const word = scheme.scheme.toLowerCase();
      return word === 'bearer' || word === 'basic'
        ? at({ ...authorization, form: word })
        : unsupported(`${name} is the HTTP scheme ${scheme.scheme}, and the suite knows bearer and basic`);
    }
    case 'oauth2':
    case 'openIdConnect':
      return at({ ...authorization, form: 'bearer' });
    case undefined:
      return unsupported(`the document defines no security scheme ${name}`);
    default:
      return isMutualTls(scheme)
        ? { kind: 'connection', scheme: name }
        : unsupported(`${name} is a security scheme of no type that the suite knows`);
  }
}

/** The types of the library lack it. */
const isMutualTls = (scheme: object): boolean => 'type' in scheme && scheme.type === 'mutualTLS';

const placeOf = (place: string): CredentialPlace['in'] | undefined =>
  place === 'header' || place === 'query' || place === 'cookie' ? place : undefined;

const usesByDocument = new WeakMap<object, ReadonlyMap<string, number>>();

/** How many operations take the token of an alternative. */
function usesOf(document: OpenAPIV3_1.Document, { token }: Alternative): number {
  const known = usesByDocument.get(document) ?? countUses(document);
  usesByDocument.set(document, known);
  return known.get(token?.scheme ?? '') ?? 0;
}

function countUses(document: OpenAPIV3_1.Document): Map<string, number> {
  const uses = new Map<string, number>();
  for (const item of Object.values(document.paths ?? {}))
    for (const method of methods) {
      const operation = item?.[method];
      if (!operation) continue;
      const requirements = operation.security ?? document.security ?? [];
      for (const name of new Set(requirements.flatMap((requirement) => Object.keys(requirement))))
        uses.set(name, (uses.get(name) ?? 0) + 1);
    }
  return uses;
}

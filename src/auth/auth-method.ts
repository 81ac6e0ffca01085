/** The methods of `auth` as data: the reader and the schema for editors are both made from it. */

import { rootUrl } from '../config/kinds.ts';
import { type JsonSchema, variableName } from '../config/option.ts';
import { quoted } from '../config/raw-option.ts';
import type { TransportOptions } from '../http/exchange.ts';
import type { Json } from '../model/json.ts';
import type { KnownSecrets } from '../secrets/known-secrets.ts';
import type { Secret } from '../secrets/redaction.ts';
import { didYouMean } from '../util/nearest.ts';

/** What a credential is obtained with. */
export interface AuthContext {
  readonly secrets: KnownSecrets;
  readonly signal: AbortSignal;
  /** How to connect to the identity service. */
  readonly connection?: Pick<TransportOptions, 'tls' | 'proxy'>;
  /** @default the method's own limit */
  readonly timeoutMs?: number;
}

/** What an identity service or a command gives. */
export interface Credential {
  readonly token: string;
  /** Account that the token is for, where it is known. */
  readonly account?: string;
  /** When the token expires, where it is known. */
  readonly expiresAt?: Date;
}

/** A way to get a token, complete and checked. */
export interface Auth {
  readonly type: string;
  /** Of the identity service, where there is one. */
  readonly url?: string;
  /** Its own credentials, with the names that stand for them in reports. */
  readonly secrets: readonly (Secret & { readonly key: string })[];
  /** @throws SuiteError of kind `identity`. */
  obtain(context: AuthContext): Promise<Credential>;
}

/** One method: the keys that it takes beside `type`, and how a token is obtained with them. */
export interface AuthMethodDefinition<Needed extends string, Other extends string> {
  readonly type: string;
  /** Required keys, and what each holds. */
  readonly needed: Readonly<Record<Needed, string>>;
  readonly other: Readonly<Record<Other, string>>;
  readonly secret: readonly NoInfer<Needed | Other>[];
  /** Groups of which exactly one key must be given. */
  readonly oneOf?: readonly (readonly NoInfer<Other>[])[];
  /** Groups of which at most one key may be given. */
  readonly atMostOneOf?: readonly (readonly NoInfer<Other>[])[];
  /** Keys that have an effect only beside another one. */
  readonly only?: Readonly<Partial<Record<NoInfer<Other>, NoInfer<Other>>>>;
  readonly obtain: (
    values: Readonly<Record<Needed, string>> & Readonly<Partial<Record<Other, string>>>,
    context: AuthContext,
  ) => Promise<Credential>;
}

/** A method, with the types of its keys erased. */
export interface AuthMethod {
  readonly type: string;
  readonly keys: readonly string[];
  readonly schema: JsonSchema;
  readonly read: (mapping: Readonly<Record<string, Json>>, refuse: (why: string) => never) => Auth;
}

/** Makes a method from its definition. */
export function defineAuthMethod<Needed extends string, Other extends string>(
  table: AuthMethodDefinition<Needed, Other>,
): AuthMethod {
  const { type, needed, secret, obtain } = table;
  const about: Readonly<Record<string, string>> = { ...needed, ...table.other };
  const keys = Object.keys(about);
  const isNeeded = (key: string): key is Needed => Object.hasOwn(needed, key);
  const isKey = (key: string): key is Needed | Other => Object.hasOwn(about, key);
  const isComplete = (
    values: Partial<Record<Needed | Other, string>>,
  ): values is Record<Needed, string> & Partial<Record<Other, string>> =>
    keys.every((key) => !isNeeded(key) || values[key] !== undefined);

  return {
    type,
    keys,
    schema: schemaOf(table, about),
    read(mapping, refuse) {
      const values: Partial<Record<Needed | Other, string>> = {};
      for (const [key, value] of Object.entries(mapping)) {
        if (key === 'type') continue;
        if (!isKey(key)) return refuse(unknownKey(key, keys));
        values[key] = readText(key, value, refuse);
      }
      const wrong = keyError(table, new Set(Object.keys(values)));
      if (wrong !== undefined) return refuse(wrong);
      if (!isComplete(values)) return refuse(`needs ${Object.keys(needed).join(', ')}`);
      return {
        type,
        ...('url' in values && typeof values.url === 'string' && { url: values.url }),
        secrets: secret.flatMap((key) => {
          const value = values[key];
          return value === undefined ? [] : [{ key, name: variableName(key), value }];
        }),
        obtain: (context) => obtain(values, context),
      };
    },
  };
}

function unknownKey(key: string, keys: readonly string[]): string {
  const near = didYouMean(key, keys).trim().replace(/\.$/, '').replace(/^D/, 'd');
  return `has the key ${quoted(key)}; this type takes type, ${keys.join(', ')}${near && ` (${near})`}`;
}

function readText(key: string, value: Json, refuse: (why: string) => never): string {
  if (typeof value === 'number') return refuse(`must have text as its ${key}; put the number in quotes`);
  if (value === null || value === '' || (typeof value === 'string' && value.trim() === ''))
    return refuse(`has an empty ${key}; give it a value or leave it out`);
  if (typeof value !== 'string') return refuse(`must have text as its ${key}`);
  if (key !== 'url') return value;
  return rootUrl.read(value, (_, why) => refuse(`has a url that ${why ?? `must be ${rootUrl.allowed}`}`));
}

/** What is wrong with the keys as a whole. */
function keyError<Needed extends string, Other extends string>(
  { needed, oneOf = [], atMostOneOf = [], only }: AuthMethodDefinition<Needed, Other>,
  given: ReadonlySet<string>,
): string | undefined {
  const lacking = Object.keys(needed).find((key) => !given.has(key));
  if (lacking !== undefined) return `lacks the key ${lacking}`;
  for (const group of [...oneOf, ...atMostOneOf]) {
    const present = group.filter((key) => given.has(key));
    if (present.length > 1) return `has ${present.join(' and ')}; give one of them`;
    if (present.length === 0 && oneOf.includes(group)) return `lacks the key ${group.join(' or ')}`;
  }
  for (const [key, beside] of Object.entries(only ?? {})) {
    if (given.has(key) && !given.has(String(beside)))
      return `has the key ${key}, which needs ${beside} beside it`;
  }
  return undefined;
}

function schemaOf<Needed extends string, Other extends string>(
  { type, needed, oneOf = [], atMostOneOf = [], only }: AuthMethodDefinition<Needed, Other>,
  about: Readonly<Record<string, string>>,
): JsonSchema {
  const texts = Object.entries(about).map(([key, description]) => [
    key,
    { description, type: 'string', minLength: 1 },
  ]);
  const having = (key: string) => ({ required: [key] });
  const alternatives = [
    ...oneOf.map((group) => ({ oneOf: group.map(having) })),
    ...atMostOneOf.map((group) => ({ not: { required: [...group] } })),
  ];
  return {
    type: 'object',
    properties: { type: { const: type }, ...Object.fromEntries(texts) },
    required: ['type', ...Object.keys(needed)],
    additionalProperties: false,
    ...(alternatives.length > 0 && { allOf: alternatives }),
    dependentRequired: Object.fromEntries(
      Object.entries(only ?? {}).map(([key, beside]) => [key, [String(beside)]]),
    ),
  };
}

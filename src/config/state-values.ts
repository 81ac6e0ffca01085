/** Values for provider states, from the config file. */

import type { Json } from '../model/json.ts';
import { isStateScope, stateScopes } from '../provider-states/driver.ts';
import type { StaticState } from '../provider-states/static.ts';
import { didYouMean } from '../util/nearest.ts';
import { isDotSegment } from '../util/path-segment.ts';
import { isPlainObject } from '../util/plain-object.ts';
import { secretValueName } from './api-options.ts';
import type { JsonSchema, Kind, Refuse } from './option.ts';

type Mapping = { readonly [name: string]: Json };

const text: JsonSchema = { type: 'string', minLength: 1 };
const scope: JsonSchema = { enum: ['instance', 'account', 'service'] };
const values: JsonSchema = { type: 'object', properties: { scope }, additionalProperties: text };
const entry: JsonSchema = {
  type: 'object',
  properties: { params: { type: 'object', additionalProperties: text }, values, scope },
  propertyNames: { enum: ['params', 'values', 'scope'] },
  required: ['values'],
};

/**
 * By name of state: its values, or a list of `{params, values, scope}`, of which the first match is used. Which names
 * there are is known when the document has been read.
 */
export const stateValues: Kind<readonly StaticState[]> = {
  argument: 'MAP',
  allowed: 'a mapping of provider states to their values',
  schema: {
    type: 'object',
    minProperties: 1,
    additionalProperties: { anyOf: [values, { type: 'array', minItems: 1, items: entry }] },
  },
  fromText: (given) => given,
  read(value, refuse) {
    if (!isPlainObject(value) || Object.keys(value).length === 0) return refuse(withoutTexts(value));
    return Object.entries(value).flatMap(([name, given]) => statesOf(name, given, refuse));
  },
  shown: withoutSecrets,
};

function statesOf(name: string, given: Json, refuse: Refuse): readonly StaticState[] {
  const at = JSON.stringify(name);
  if (isPlainObject(given)) {
    const { scope: itsScope, ...itsValues } = given;
    return [stateOf({ name, at, params: {}, values: itsValues, scope: itsScope }, refuse)];
  }
  const shape = `must have a mapping of values, or a list of {params, values, scope}, for ${at}`;
  if (!Array.isArray(given) || given.length === 0) return refuse(withoutTexts(given), shape);
  return given.map((item) => {
    if (!isPlainObject(item)) return refuse(withoutTexts(item), shape);
    const { params = {}, values: itsValues, scope: itsScope, ...others } = item;
    const [other] = Object.keys(others);
    if (other !== undefined)
      return refuse(
        other,
        `may have only params, values and scope for ${at}`,
        didYouMean(other, ['params', 'values', 'scope']),
      );
    if (!isPlainObject(params)) return refuse(params, `must have a mapping as params of ${at}`);
    if (!isPlainObject(itsValues))
      return refuse(withoutTexts(itsValues ?? null), `must have a mapping as values of ${at}`);
    return stateOf({ name, at, params, values: itsValues, scope: itsScope }, refuse);
  });
}

interface Entry {
  readonly name: string;
  /** The name in messages. */
  readonly at: string;
  readonly params: Mapping;
  readonly values: Mapping;
  readonly scope: Json | undefined;
}

function stateOf(entry: Entry, refuse: Refuse): StaticState {
  const { name, at } = entry;
  const params = texts(entry.params, `parameters of ${at}`, refuse);
  const given = texts(entry.values, `values of ${at}`, refuse);
  for (const [valueName, value] of Object.entries(given))
    if (unsendable.test(value) || isDotSegment(value))
      return refuse(
        valueName === secretValueName ? masked : value,
        `must have no control characters and no "." or ".." for ${valueName} among the values of ${at}`,
      );
  const itsScope = entry.scope;
  if (itsScope !== undefined && !isStateScope(itsScope))
    return refuse(
      itsScope,
      `must have instance, account or service as scope of ${at}`,
      typeof itsScope === 'string' ? didYouMean(itsScope, stateScopes) : '',
    );
  return { state: { name, params }, values: given, ...(itsScope !== undefined && { scope: itsScope }) };
}

/** As in the answer of a driver. */
const unsendable = /[\p{Cc}\p{Cs}]/u;

/** A mapping of names to texts. */
function texts(mapping: Mapping, what: string, refuse: Refuse): Record<string, string> {
  const read: Record<string, string> = {};
  for (const [name, value] of Object.entries(mapping)) {
    if (typeof value !== 'string' || value.trim() === '') {
      // A version such as 10.4 is a number in YAML, and 10.10 would be the same number as 10.1.
      const quotes = typeof value === 'number' ? ' in quotes' : '';
      return refuse(
        name === secretValueName ? masked : value,
        `must have non-empty text${quotes} for ${name} among the ${what}`,
      );
    }
    read[name] = value;
  }
  return read;
}

const masked = '***';

function withoutSecrets(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      name === secretValueName ? masked : withoutSecrets(inner),
    ]),
  );
}

/** A text in place of a mapping may be the token itself. */
function withoutTexts(value: Json): Json {
  if (typeof value === 'string') return masked;
  return Array.isArray(value) ? value.map(withoutTexts) : value;
}

/** Values for provider states that stand in the config file. */

import type { Json } from '../model/json.ts';
import { isStateScope } from '../provider-states/driver.ts';
import { unknownNameReason, unknownParamReason, unknownStateReason } from '../provider-states/state-names.ts';
import type { StaticState } from '../provider-states/static.ts';
import { isPlainObject } from '../util/plain-object.ts';
import { requestValueNames, secretValueName } from './api-options.ts';
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

/** By name of state: its values, or a list of `{params, values, scope}`, of which the first that fits serves. */
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
  const unknown = unknownStateReason(name);
  if (unknown !== undefined) return refuse(name, `must name provider states that there are (${unknown})`);
  const at = JSON.stringify(name);
  if (isPlainObject(given)) {
    const { scope: itsScope, ...itsValues } = given;
    return [stateOf({ name, at, params: {}, values: itsValues, scope: itsScope }, refuse)];
  }
  const shape = `must have for ${at} a mapping of values, or a list of {params, values, scope}`;
  if (!Array.isArray(given) || given.length === 0) return refuse(withoutTexts(given), shape);
  return given.map((item) => {
    if (!isPlainObject(item)) return refuse(withoutTexts(item), shape);
    const { params = {}, values: itsValues, scope: itsScope, ...others } = item;
    const [other] = Object.keys(others);
    if (other !== undefined) return refuse(other, `must have for ${at} nothing but params, values and scope`);
    if (!isPlainObject(params)) return refuse(params, `must have a mapping as params of ${at}`);
    if (!isPlainObject(itsValues))
      return refuse(withoutTexts(itsValues ?? null), `must have a mapping as values of ${at}`);
    return stateOf({ name, at, params, values: itsValues, scope: itsScope }, refuse);
  });
}

interface Entry {
  readonly name: string;
  /** The name as messages have it. */
  readonly at: string;
  readonly params: Mapping;
  readonly values: Mapping;
  readonly scope: Json | undefined;
}

function stateOf(entry: Entry, refuse: Refuse): StaticState {
  const { name, at } = entry;
  const params = texts(
    entry.params,
    `parameters of ${at}`,
    (param) => unknownParamReason(name, param),
    refuse,
  );
  const given = texts(
    entry.values,
    `values of ${at}`,
    (value) => unknownNameReason(requestValueNames, value),
    refuse,
  );
  const itsScope = entry.scope;
  if (itsScope !== undefined && !isStateScope(itsScope))
    return refuse(itsScope, `must have instance, account or service as scope of ${at}`);
  return { state: { name, params }, values: given, ...(itsScope !== undefined && { scope: itsScope }) };
}

/** A mapping of nothing but texts, under names that there are. */
function texts(
  mapping: Mapping,
  what: string,
  unknownBecause: (name: string) => string | undefined,
  refuse: Refuse,
): Record<string, string> {
  const read: Record<string, string> = {};
  for (const [name, value] of Object.entries(mapping)) {
    const unknown = unknownBecause(name);
    if (unknown !== undefined) return refuse(name, `must name ${what} that there are (${unknown})`);
    if (typeof value !== 'string' || value.trim() === '') {
      // A version such as 10.4 is a number in YAML, and 10.10 would be the same one as 10.1.
      const quotes = typeof value === 'number' ? ', in quotes' : '';
      return refuse(
        name === secretValueName ? masked : value,
        `must have as ${name} among the ${what} text that is not empty${quotes}`,
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

/** Where a mapping belongs, a text may well be the token itself. */
function withoutTexts(value: Json): Json {
  if (typeof value === 'string') return masked;
  return Array.isArray(value) ? value.map(withoutTexts) : value;
}

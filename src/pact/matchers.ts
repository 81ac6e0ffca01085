import type { Json } from '../model/json.ts';

/**
 * Values with matching rules and generators, in the form that PactV4 passes to Pact's core (its "integration JSON").
 * pact-js has functions for most of them, but none for several rules on one value.
 */
export type Template = Json;

type Rule = { readonly [attribute: string]: Json };

const type = 'pact:matcher:type';

/** A value that must match all of the rules. */
export function matching(value: Template, ...rules: readonly Rule[]): Template {
  const [only, ...others] = rules;
  if (only && others.length === 0) return { ...only, value };
  return { [type]: rules.map((rule) => ({ ...rule })), value };
}

export const sameType: Rule = { [type]: 'type' };
export const equality: Rule = { [type]: 'equality' };
export const integer: Rule = { [type]: 'integer' };
export const number: Rule = { [type]: 'number' };
export const boolean: Rule = { [type]: 'boolean' };

/** Pact's core matches the whole text. */
export const regex = (pattern: string): Rule => ({ [type]: 'regex', regex: pattern });

/** An array of at least `min` items, each like the given one. */
export const eachLike = (item: Template, min: number): Template => ({ [type]: 'type', min, value: [item] });

/** An array that holds an item for each of the variants. */
export const arrayContaining = (variants: readonly Template[]): Template => ({
  [type]: 'arrayContains',
  variants: [...variants],
});

/**
 * An object with this one member and no other. `eachKey` alone would let an empty object pass, because it replaces the
 * rule that expected members must be present.
 */
export const onlyMember = (name: string, value: Template): Template =>
  matching(
    { [name]: value },
    { [type]: 'notEmpty' },
    { [type]: 'eachKey', rules: [{ ...regex(`^${escapeRegExp(name)}$`), value: name }] },
  );

/** A text into which a provider state's values are inserted before it is sent; every such text matches `pattern`. */
export const fromProviderState = (expression: string, example: string, pattern: string): Template => ({
  ...regex(pattern),
  'pact:generator:type': 'ProviderState',
  expression,
  value: example,
});

/** A text of a body that a provider state gives. Any text matches. */
export const textFromProviderState = (expression: string, example: string): Template => ({
  ...sameType,
  'pact:generator:type': 'ProviderState',
  expression,
  value: example,
});

/** A number of a body that a provider state gives. Any number matches. */
export const numberFromProviderState = (expression: string, example: number): Template => ({
  ...sameType,
  'pact:generator:type': 'ProviderState',
  expression,
  dataType: Number.isInteger(example) ? 'INTEGER' : 'DECIMAL',
  value: example,
});

/** A text that is too long to write down: one unit, repeated. */
export const repeatedText = (unit: string, times: number): Template => ({
  ...sameType,
  'pact:generator:type': 'Regex',
  regex: `${escapeRegExp(unit)}{${times}}`,
  value: unit,
});

/** A value that has to be there, of whatever type. Pact compares the JSON of what is no text. */
export const anything = (example: Template): Template => matching(example, regex('[\\s\\S]*'));

/** The value that a template has as its example. */
export function exampleIn(template: Template): Json {
  if (Array.isArray(template)) return template.map(exampleIn);
  if (typeof template !== 'object' || template === null) return template;
  const { variants, value, min } = template;
  if (template[type] === undefined)
    return Object.fromEntries(Object.entries(template).map(([name, member]) => [name, exampleIn(member)]));
  if (Array.isArray(variants)) return variants.map(exampleIn);
  const example = exampleIn(value ?? null);
  if (!Array.isArray(example) || typeof min !== 'number') return example;
  return [...example, ...Array(Math.max(0, min - example.length)).fill(example[0] ?? null)];
}

/** A regular expression that matches only this text. */
export const escapeRegExp = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

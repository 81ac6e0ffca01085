import type { Json } from '../model/json.ts';

/**
 * Values with matching rules and generators in them, in the form that PactV4 hands on to Pact's core (its "integration
 * JSON"). pact-js has a function for most of these; what it has none for is several rules on one value.
 */
export type Template = Json;

type Rule = { readonly [attribute: string]: Json };

const type = 'pact:matcher:type';

/** A value that every one of the rules has to match. */
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

/** Pact's core wants the whole text to match. */
export const regex = (pattern: string): Rule => ({ [type]: 'regex', regex: pattern });

/** An array of any length, each item of which is like the one given. */
export const eachLike = (item: Template, min: number): Template => ({ [type]: 'type', min, value: [item] });

/** An array that holds an item for each of the variants. */
export const arrayContaining = (variants: readonly Template[]): Template => ({
  [type]: 'arrayContains',
  variants: [...variants],
});

/**
 * An object with this one member and no other. `eachKey` alone would let an empty object pass, as it takes the place
 * of the rule that what is expected must be there.
 */
export const onlyMember = (name: string, value: Template): Template =>
  matching(
    { [name]: value },
    { [type]: 'notEmpty' },
    { [type]: 'eachKey', rules: [{ ...regex(`^${escapeRegExp(name)}$`), value: name }] },
  );

/** A text that a provider state's values are put into before it is sent; `pattern` is what any such text is like. */
export const fromProviderState = (expression: string, example: string, pattern: string): Template => ({
  ...regex(pattern),
  'pact:generator:type': 'ProviderState',
  expression,
  value: example,
});

/** A text that is too long to be written down: one unit so many times. */
export const repeatedText = (unit: string, times: number): Template => ({
  ...sameType,
  'pact:generator:type': 'Regex',
  regex: `${escapeRegExp(unit)}{${times}}`,
  value: unit,
});

/** A text as a regular expression that matches nothing else. */
export const escapeRegExp = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

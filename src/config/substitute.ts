/** `${NAME}` in the values of a config file. */
import { SuiteError } from '../model/errors.ts';
import type { Json } from '../model/json.ts';
import { didYouMean } from '../util/nearest.ts';
import type { Kind } from './option.ts';

/** The place of a value, and the variables that it may name. */
export interface Substitution {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The option's key, then the keys inside its value: `auth.url`. */
  readonly at: string;
  /** The path of the file in messages. */
  readonly file: string;
}

/** `$${`; or `${NAME}`, `${NAME:-default}`; or, if neither matches, `${` alone. */
const references = /\$\$\{|\$\{(?:([A-Za-z_]\w*)(?::-([^{}]*))?\})?/g;

/** Whether a value names variables, or would without a second dollar sign. */
export const hasVariable = (value: Json): boolean => JSON.stringify(value).includes('${');

/**
 * The value with its variables replaced. What a variable holds is not substituted again. A text that names variables
 * is then read like the text of a variable, so that it can become a number.
 * @throws SuiteError of kind `configuration` that names key and variable; neither the value nor the variable's is shown.
 */
export function substituteVariables<T>(kind: Kind<T>, value: Json, place: Substitution): Json {
  const scalar = (text: string, inside: Substitution): Json =>
    hasVariable(text) ? kind.fromText(replaced(text, inside)) : text;
  if (typeof value === 'string') return kind.list ? replaced(value, place) : scalar(value, place);
  if (kind.list && Array.isArray(value))
    return value.map((item, index) =>
      typeof item === 'string'
        ? scalar(item, within(place, index))
        : substitutedTexts(item, within(place, index)),
    );
  return substitutedTexts(value, place);
}

/** Substitutes all texts in a value, at any depth; keys stay as they are. */
function substitutedTexts(value: Json, place: Substitution): Json {
  if (typeof value === 'string') return replaced(value, place);
  if (Array.isArray(value)) return value.map((item, index) => substitutedTexts(item, within(place, index)));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, substitutedTexts(item, within(place, key))]),
  );
}

const within = (place: Substitution, key: string | number): Substitution => ({
  ...place,
  at: `${place.at}.${key}`,
});

function replaced(text: string, place: Substitution): string {
  return text.replace(references, (match: string, name?: string, fallback?: string) => {
    if (match === '$${') return '${';
    if (name === undefined)
      throw wrongIn(
        place,
        `has a \${ without the name of a variable; write \${NAME}, \${NAME:-default}, or $\${ for a plain \${`,
      );
    const found = Object.hasOwn(place.env, name) ? place.env[name] : undefined;
    if (found !== undefined && found.trim() !== '') return found;
    if (fallback !== undefined) return fallback;
    // When CI failed to set it, the run must not silently test something else.
    if (found !== undefined) throw wrongIn(place, `names the variable ${name}, which is empty`);
    throw wrongIn(place, `names the variable ${name}, which is not set`, didYouMean(name, setIn(place.env)));
  });
}

const setIn = (env: Substitution['env']): readonly string[] =>
  Object.keys(env).filter((name) => env[name]?.trim());

const wrongIn = ({ at, file }: Substitution, what: string, hint = ''): SuiteError =>
  new SuiteError('configuration', `${at} in ${file} ${what}.${hint}`);

import { type ErrorKind, SuiteError } from '../model/errors.ts';
import type { Json } from '../model/json.ts';
import type { Option } from './option.ts';

/** Where a value was given, strongest first. */
export const sources = ['argument', 'variable', 'file'] as const;
export type Source = (typeof sources)[number];

/** A value as it was given, in the form a config file would hold it. */
export interface RawOption {
  readonly value: Json;
  readonly source: Source;
  /** Its name in messages: `--timeout`, `CLOUDDB_TIMEOUT`, `timeout in conf.yaml`. */
  readonly label: string;
}

export const errorKind = (source: Source): ErrorKind => (source === 'file' ? 'configuration' : 'usage');

/** The error for a given value. */
export const optionError = (given: RawOption, what: string): SuiteError =>
  new SuiteError(errorKind(given.source), sentence(`${given.label} ${what}`));

/** The text with a full stop at its end, unless it is a question. */
export const sentence = (text: string): string => (/[.?]$/.test(text) ? text : `${text}.`);

/** A value in a message: as JSON, so that its beginning and end are visible, and cut when it is long. */
export function quoted(value: Json): string {
  // JSON has no NaN, YAML does.
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}

/** The error for a value that the option does not allow. Secrets are not shown. */
export function notAllowed(
  option: Option<unknown>,
  given: RawOption,
  value: Json,
  { why, hint = '' }: { readonly why?: string | undefined; readonly hint?: string | undefined } = {},
): SuiteError {
  const { kind, secretShownAs } = option;
  const must = why ?? `must be ${kind.allowed}`;
  if (secretShownAs !== undefined) return optionError(given, `${must} (its value is not shown)`);
  const unquoted = typeof value === 'number' && kind.schema.type === 'string' ? '; put it in quotes' : '';
  const dot = hint === '' ? '' : '.';
  return optionError(given, `${must}, not ${quoted(kind.shown?.(value) ?? value)}${unquoted}${dot}${hint}`);
}

/** Reads a given value as its option's kind. */
export const readOption = <T>(option: Option<T>, given: RawOption): T =>
  option.kind.read(given.value, (value, why, hint) => {
    throw notAllowed(option, given, value, { why, hint });
  });

/** Rejects an empty value instead of ignoring it: a variable that CI failed to set must not go unnoticed. */
export function requireNonEmpty(given: RawOption): RawOption {
  if (isEmpty(given.value)) throw optionError(given, 'is empty; give it a value or leave it out');
  if (Array.isArray(given.value) && given.value.some(isEmpty))
    throw optionError(given, 'has an empty item; give it a value or leave it out');
  return given;
}

function isEmpty(value: Json): boolean {
  if (typeof value === 'string') return value.trim() === '';
  return value === null || (Array.isArray(value) && value.every(isEmpty));
}

import type { Json } from '../model/json.ts';

export const commandNames = [
  'run',
  'list',
  'explain',
  'serve',
  'init',
  'verify',
  'publish',
  'report',
  'compare',
  'completion',
  'spec check',
  'spec import',
] as const;
export type CommandName = (typeof commandNames)[number];

export type JsonSchema = { readonly [keyword: string]: Json };

/**
 * Rejects a value. The message is "<option> must be <allowed>, not <value>" unless `why` says otherwise; `hint` follows it.
 */
export type Refuse = (value: Json, why?: string, hint?: string) => never;

/** What a shell offers for a value: these words, files, or what the document in use names. */
export type Completion =
  | readonly string[]
  | 'files'
  | 'directories'
  | 'operations'
  | 'cases'
  | 'codes'
  | 'report formats';

/** One kind of value: how it is written, what is allowed, and how it is read. */
export interface Kind<T> {
  /** Placeholder in help. A kind without one is a flag. */
  readonly argument?: string;
  /** What is allowed, to follow "must be". */
  readonly allowed: string;
  /** JSON Schema of the value in a config file. */
  readonly schema: JsonSchema;
  /** @default nothing is offered */
  readonly completion?: Completion;
  /**
   * Set when the value is a list. With `commas` one argument can hold several items; with `lines` a variable holds one
   * item per line, because items may contain commas.
   */
  readonly list?: { readonly commas: boolean; readonly lines?: true };
  /** Turns the text of an argument or a variable (of one item, for a list) into what a config file would hold. */
  readonly fromText: (text: string) => Json;
  readonly read: (value: Json, refuse: Refuse) => T;
  /** The value as messages may show it. */
  readonly shown?: (value: Json) => Json;
}

/** The properties of an option beside its kind. */
export interface OptionDescription {
  readonly commands: readonly CommandName[];
  /** Heading under which help lists it. */
  readonly group: string;
  readonly help: string;
  /** Keys of options without which this one has no effect, and why. Those that the command lacks do not count. */
  readonly needs?: readonly { readonly key: string; readonly because: string }[];
  /** For a secret, which is never printed: what reports show instead. */
  readonly secretShownAs?: string;
  /** Values of its variable that another program sets, and what that is: they are not for this option. */
  readonly foreign?: { readonly values: RegExp; readonly what: string };
  /** A conventional variable that sets the flag when it is not empty. */
  readonly convention?: string;
  /** False for an option that a config file cannot set. */
  readonly inFile?: false;
  /** True for an option that only a config file can set. */
  readonly onlyInFile?: true;
}

/** A row of the option table. */
export interface Option<T> extends OptionDescription {
  readonly kind: Kind<T>;
  readonly fallback: T;
}

/** An option that may be absent. */
export function optional<T>(kind: Kind<T>, about: OptionDescription): Option<T | undefined> {
  return { ...about, kind, fallback: undefined };
}

/** An option that always has a value. */
export function withDefault<T>(kind: Kind<T>, fallback: T, about: OptionDescription): Option<T> {
  return { ...about, kind, fallback };
}

/** `apiVersion` is `--api-version`, … */
export const longName = (key: string): string =>
  `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** … and `CLOUDDB_API_VERSION`. One rule for all options. */
export const variableName = (key: string): string =>
  `CLOUDDB_${longName(key).slice(2).replaceAll('-', '_').toUpperCase()}`;

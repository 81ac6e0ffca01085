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
  'spec check',
  'spec import',
] as const;
export type CommandName = (typeof commandNames)[number];

export type JsonSchema = { readonly [keyword: string]: Json };

/** Ends the reading of a value. The message is "<option> must be <allowed>, not <value>" unless `why` words it. */
export type Refuse = (value: Json, why?: string) => never;

/** One kind of value: how it is written, what is allowed, what it becomes. */
export interface Kind<T> {
  /** Placeholder in help. A kind without one is a flag. */
  readonly argument?: string;
  /** What is allowed, to follow "must be". */
  readonly allowed: string;
  /** The value as a config file holds it. */
  readonly schema: JsonSchema;
  /**
   * Present when the value is a list; `commas` says that one argument can hold several items, `lines` that a variable
   * has one on each line, as items may hold commas.
   */
  readonly list?: { readonly commas: boolean; readonly lines?: true };
  /** The text of an argument or a variable (of one item, for a list) as a config file would hold it. */
  readonly fromText: (text: string) => Json;
  readonly read: (value: Json, refuse: Refuse) => T;
  /** The value without what must not be printed. */
  readonly shown?: (value: Json) => Json;
}

/** What the table says of an option beside its kind. */
export interface OptionDescription {
  readonly commands: readonly CommandName[];
  /** Heading under which help lists it. */
  readonly group: string;
  readonly help: string;
  /** Keys of options without which this one would have no effect, as far as the command has them; and why. */
  readonly needs?: readonly { readonly key: string; readonly because: string }[];
  /** Its value is never printed; reports show this instead. */
  readonly secretShownAs?: string;
  /** A variable of other people's making that sets the flag by being there and not empty. */
  readonly convention?: string;
  /** False for what cannot stand in a config file. */
  readonly inFile?: false;
  /** True for what can stand nowhere else. */
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

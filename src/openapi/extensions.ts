import type { SuiteError } from '../model/errors.ts';
import type { ProviderState } from '../model/provider-state.ts';
import type { Tolerance } from '../model/result.ts';
import { isPlainObject } from '../util/plain-object.ts';
import { unusable } from './unusable.ts';

/**
 * The `x-` members that the suite reads in an OpenAPI document. They state what no rule can know: how a
 * faulty request is answered, what else is tolerated, which provider state leads to a status.
 * `docs/guides/x-members.md` lists where each may be used.
 */

/** The answer that a derived case expects. Every member is optional in the document; rules have defaults. */
export interface Expectation {
  readonly status?: number;
  readonly requirements: readonly string[];
  readonly tolerates: readonly Tolerance[];
  /** The ambiguity that allows any body in the answer. */
  readonly anyBody?: string;
}

/** `x-provider-states` of a response: a case that only needs a provider state. */
export interface StateCase extends Expectation {
  readonly slug: string;
  readonly title: string;
  readonly name: string;
  readonly params: ProviderState['params'];
  /** The values of the state that the request uses; absent: all. */
  readonly uses?: readonly string[];
  /** Set where the status, if it is that of a throttle, has another reason than that the caller sends too much. */
  readonly notThrottled?: true;
}

/** `x-unknown-values` of a path parameter: a value that names no resource, given here or by a state. */
export interface UnknownValue extends Expectation {
  readonly slug: string;
  readonly title: string;
  readonly value?: string;
  readonly state?: string;
}

type Members = Readonly<Record<string, unknown>>;

/** Reads the members of an object with `x-` members; `where` is its place in the document, for errors. */
export class ExtensionReader {
  readonly #members: Members;
  readonly #where: string;

  constructor(value: unknown, where: string) {
    if (!isPlainObject(value)) throw wrong(where, 'an object', value);
    this.#members = value;
    this.#where = where;
  }

  string(name: string): string {
    const value = this.optionalString(name);
    if (value === undefined) throw wrong(`${this.#where}/${name}`, 'a string', value);
    return value;
  }

  optionalString(name: string): string | undefined {
    const value = this.#members[name];
    if (value === undefined || typeof value === 'string') return value;
    throw wrong(`${this.#where}/${name}`, 'a string', value);
  }

  /** One of a few words; undefined if the member is absent. */
  choice<T extends string>(name: string, words: readonly T[]): T | undefined {
    const value = this.#members[name];
    const found = words.find((word) => word === value);
    if (value === undefined || found !== undefined) return found;
    throw wrong(`${this.#where}/${name}`, `one of ${words.join(', ')}`, value);
  }

  /** A reason in words; undefined if the member is absent. */
  reason(name: string): string | undefined {
    const value = this.optionalString(name);
    if (value?.trim() === '') throw wrong(`${this.#where}/${name}`, 'a reason in words', value);
    return value;
  }

  strings(name: string): readonly string[] | undefined {
    const value = this.#members[name];
    if (value === undefined) return undefined;
    if (Array.isArray(value) && value.every((item): item is string => typeof item === 'string')) return value;
    throw wrong(`${this.#where}/${name}`, 'a list of strings', value);
  }

  status(name: string): number | undefined {
    const value = this.#members[name];
    if (value === undefined) return undefined;
    if (typeof value === 'number' && Number.isInteger(value) && value >= 100 && value <= 599) return value;
    throw wrong(`${this.#where}/${name}`, 'a status code', value);
  }

  boolean(name: string): boolean {
    const value = this.#members[name] ?? false;
    if (typeof value === 'boolean') return value;
    throw wrong(`${this.#where}/${name}`, 'true or false', value);
  }

  /** A whole number above 0. */
  amount(name: string): number {
    const value = this.#members[name];
    if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value;
    throw wrong(`${this.#where}/${name}`, 'a whole number above 0', value);
  }

  /** The member as an object to read from; undefined if it is absent. */
  optional(name: string): ExtensionReader | undefined {
    const value = this.#members[name];
    return value === undefined ? undefined : new ExtensionReader(value, `${this.#where}/${name}`);
  }

  requiredStatus(name: string): number {
    const value = this.status(name);
    if (value === undefined) throw wrong(`${this.#where}/${name}`, 'a status code', value);
    return value;
  }

  list(name: string): readonly ExtensionReader[] {
    const value = this.#members[name];
    if (value === undefined) return [];
    if (!Array.isArray(value)) throw wrong(`${this.#where}/${name}`, 'a list', value);
    return value.map((item, index) => new ExtensionReader(item, `${this.#where}/${name}/${index}`));
  }

  /** The members of a JSON object whose values are strings, such as a state's parameters. */
  stringMap(name: string): Readonly<Record<string, string>> {
    const value = this.#members[name];
    if (value === undefined) return {};
    if (!isPlainObject(value)) throw wrong(`${this.#where}/${name}`, 'an object', value);
    const entries = Object.entries(value).map(([key, item]): [string, string] => {
      if (typeof item !== 'string') throw wrong(`${this.#where}/${name}/${key}`, 'a string', item);
      return [key, item];
    });
    return Object.fromEntries(entries);
  }

  expectation(): Expectation {
    const status = this.status('status');
    const anyBody = this.optionalString('anyBody');
    return {
      ...(status !== undefined && { status }),
      ...(anyBody !== undefined && { anyBody }),
      requirements: this.strings('requirements') ?? [],
      tolerates: this.list('tolerates').map((item) => item.tolerance()),
    };
  }

  tolerance(): Tolerance {
    return {
      status: this.requiredStatus('status'),
      ambiguity: this.string('ambiguity'),
      ...(this.boolean('equal') && { equal: true }),
    };
  }

  state(): ProviderState {
    return { name: this.string('name'), params: this.stringMap('params') };
  }

  stateCase(): StateCase {
    const uses = this.strings('uses');
    return {
      ...this.expectation(),
      ...this.state(),
      slug: this.string('slug'),
      title: this.string('title'),
      ...(uses && { uses }),
      ...(this.boolean('notThrottled') && { notThrottled: true }),
    };
  }

  unknownValue(): UnknownValue {
    const value = this.optionalString('value');
    const state = this.optionalString('state');
    if ((value === undefined) === (state === undefined))
      throw wrong(this.#where, 'either a value or a state', this.#members);
    return {
      ...this.expectation(),
      slug: this.string('slug'),
      title: this.string('title'),
      ...(value !== undefined && { value }),
      ...(state !== undefined && { state }),
    };
  }
}

const noExpectation: Expectation = { requirements: [], tolerates: [] };

/** The expectation in member `name` of a part of the document; absent: all defaults of the rule. */
export function expectationOf(part: unknown, name: string, where: string): Expectation {
  const value = isPlainObject(part) ? part[name] : undefined;
  return value === undefined ? noExpectation : new ExtensionReader(value, `${where}/${name}`).expectation();
}

const wrong = (where: string, expected: string, actual: unknown): SuiteError =>
  unusable(where, `expected ${expected}, found ${JSON.stringify(actual) ?? 'nothing'}`);

import type { Values } from '../provider-states/driver.ts';
import { comparableId } from '../util/path-segment.ts';

/** The ids that set-ups gave, as ids are compared: one that several have is isolated for none of them. */
export class GivenIds {
  readonly #own: ReadonlySet<string>;
  readonly #resources = new Map<string, number>();
  readonly #values = new Map<string, number>();

  /** @param own the values of the run itself */
  constructor(own: Values) {
    this.#own = new Set(Object.values(own).map(comparableId));
  }

  /** @param id of what the cases of a set-up act on, by whatever name */
  addResource(id: string): void {
    count(this.#resources, comparableId(id));
  }

  /** @param values all that a state gave: another operation may act on what one of them names */
  addValues(values: Values): void {
    for (const [name, value] of Object.entries(values)) count(this.#values, keyOf(name, value));
  }

  /** Whether a resource is the run's own or was given. */
  has(id: string): boolean {
    const key = comparableId(id);
    return this.#own.has(key) || this.#resources.has(key);
  }

  /** Whether one set-up alone has an id. */
  isSole(id: string, name: string): boolean {
    return this.#resources.get(comparableId(id)) === 1 && (this.#values.get(keyOf(name, id)) ?? 1) === 1;
  }
}

const keyOf = (name: string, value: string): string => JSON.stringify([name, comparableId(value)]);

function count(all: Map<string, number>, key: string): void {
  all.set(key, (all.get(key) ?? 0) + 1);
}

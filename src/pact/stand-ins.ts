import { atPath } from '../util/json-pointer.ts';
import { isPlainObject } from '../util/plain-object.ts';
import type { Contract, JsonObject } from './contract.ts';

/**
 * Values in place of those that provider states give: a published result comes from recorded answers, so the requests
 * for them go nowhere.
 */
export class StandIns {
  /** The values that are sent as numbers: a text could not be made one. */
  readonly #numbers: ReadonlySet<string>;

  constructor({ interactions }: Contract) {
    const asked = interactions.map(({ interaction }) => atPath(interaction, 'request', 'generators'));
    const ofBodies = asked.flatMap((generators) => Object.values(Object(atPath(generators, 'body'))));
    const numbers = ofBodies.filter((generator) => atPath(generator, 'dataType') !== undefined);
    this.#numbers = new Set(namesIn(numbers));
    this.values = Object.fromEntries(namesIn(asked).map((name) => [name, this.#of(name)]));
  }

  /** Every value that the contract asks for. */
  readonly values: Readonly<Record<string, string>>;

  #of(name: string): string {
    return this.#numbers.has(name) ? String(aNumber) : `value-of-${name}`;
  }

  /** What a generator of a request makes from them; undefined without a generator. */
  generated(interaction: JsonObject, ...where: readonly string[]): string | undefined {
    const expression = atPath(interaction, 'request', 'generators', ...where, 'expression');
    if (typeof expression !== 'string') return undefined;
    return expression.replaceAll(variable, (_, name: string) => this.#of(name));
  }

  /** Whether bytes are the body of an interaction's request. */
  isBody(interaction: JsonObject, sent: Buffer): boolean {
    const body = atPath(interaction, 'request', 'body');
    const content = atPath(body, 'content');
    if (content === undefined) return sent.byteLength === 0;
    if (atPath(interaction, 'request', 'generators', 'body') !== undefined)
      return this.#isGenerated(content, jsonIn(sent));
    if (isPlainObject(content) || Array.isArray(content))
      return sent.equals(Buffer.from(JSON.stringify(content)));
    return sent.equals(
      Buffer.from(String(content), atPath(body, 'encoded') === 'base64' ? 'base64' : 'utf8'),
    );
  }

  /** Whether a value is the one of the contract, with what generators put into it: stand-ins and long texts. */
  #isGenerated(shown: unknown, sent: unknown): boolean {
    if (typeof shown === 'string' && typeof sent === 'string')
      return sent === shown || this.#isOne(sent) || isRepeated(shown, sent);
    if (typeof shown !== 'object' || shown === null) return sent === shown || sent === aNumber;
    if (typeof sent !== 'object' || sent === null || Array.isArray(sent) !== Array.isArray(shown))
      return false;
    const names = Object.keys(shown);
    return (
      Object.keys(sent).length === names.length &&
      names.every((name) => this.#isGenerated(atPath(shown, name), atPath(sent, name)))
    );
  }

  #isOne(text: string): boolean {
    return Object.values(this.values).includes(text);
  }
}

const variable = /\$\{([^{}]+)\}/g;
const aNumber = 987_654_321;

const namesIn = (generators: unknown): string[] => [
  ...new Set([...JSON.stringify(generators).matchAll(variable)].map(([, name = '']) => name)),
];

const isRepeated = (unit: string, text: string): boolean =>
  unit !== '' && text.length % unit.length === 0 && text === unit.repeat(text.length / unit.length);

function jsonIn(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}

import { isPlainObject } from '../../util/plain-object.ts';
import { unusable } from '../unusable.ts';
import { partOf31 } from './openapi-3-2.ts';
import { type Part, partMembers, referenceOf } from './positions.ts';
import { type Direction, Schemas } from './schemas.ts';
import { type Located, memberAt, type Source } from './source.ts';

type Members = Record<string, unknown>;

/** Each part of a document with its references followed, and each schema in JSON Schema 2020-12. */
export class Assembler {
  readonly schemas: Schemas;
  readonly #source: Source;
  readonly #notCovered = new Map<string, string>();

  constructor(source: Source) {
    this.#source = source;
    this.schemas = new Schemas(source);
  }

  /** @throws SuiteError of kind `configuration` for a part that cannot be used, with its place */
  part(place: Located, part: Part, direction: Direction): unknown {
    const target = this.target(place);
    if (!isPlainObject(target.value)) return target.value;
    const beside = this.#beside(place, part);
    const own = Object.entries(target.value).filter(([name]) => name !== '$ref' && !(name in beside));
    const all = [
      ...own.map(([name, value]) => [name, memberAt(target, name, value)] as const),
      ...Object.entries(beside),
    ];
    const assembled = Object.fromEntries(
      all.map(([name, at]) => {
        const member = partMembers[part][name];
        const inner = part === 'response' ? 'response' : direction;
        return [name, member ? this.#member(at, member.holds, member.as, inner) : at.value];
      }),
    );
    if (this.#source.version !== '3.2') return assembled;
    const { members, left } = partOf31(part, assembled);
    for (const what of left) this.notCovered(what, target);
    return members;
  }

  /** Notes something that the suite does not cover, with the first place of it. */
  notCovered(what: string, place: Located): void {
    if (!this.#notCovered.has(what)) this.#notCovered.set(what, this.#source.nameOf(place));
  }

  /** What the suite does not cover, each with its first place. */
  get allNotCovered(): readonly string[] {
    return [...this.#notCovered].map(([what, where]) => `${what} (at ${where})`);
  }

  #member(place: Located, holds: Part | 'schema', as: 'one' | 'list' | 'map', direction: Direction): unknown {
    const { value } = place;
    const one = (at: Located): unknown =>
      holds === 'schema' ? this.schemas.schema(at, direction) : this.part(at, holds, direction);
    if (as === 'one') return one(place);
    if (as === 'list' && Array.isArray(value))
      return value.map((item: unknown, index) => one(memberAt(place, String(index), item)));
    if (as === 'map' && isPlainObject(value))
      return Object.fromEntries(
        Object.entries(value).map(([name, item]) => [name, one(memberAt(place, name, item))]),
      );
    return value;
  }

  /** The place that a part stands at, or the reference to it leads to. */
  target(place: Located): Located {
    return this.#wayTo(place).at(-1) ?? place;
  }

  /** The place, and those that references lead to from it, one after the other. */
  #wayTo(place: Located): readonly Located[] {
    const way = [place];
    for (let last = place; ; way.push(last)) {
      const reference = referenceOf(last.value);
      if (reference === undefined) return way;
      if (way.length > 100) throw unusable(this.#source.nameOf(place), 'the reference leads back to itself');
      last = this.#source.follow(reference, last);
    }
  }

  /** What stands beside references and holds; of several with the same name, the first. */
  #beside(place: Located, part: Part): Readonly<Record<string, Located>> {
    const found = this.#wayTo(place).flatMap((one) =>
      Object.entries(besideOf(one, part)).map(([name, value]) => [name, memberAt(one, name, value)] as const),
    );
    return Object.fromEntries(found.reverse());
  }
}

/** In a path item all holds, elsewhere words for people and `x-` members (OpenAPI 3.1, section 4.8.23). */
function besideOf({ value }: Located, part: Part): Members {
  if (!isPlainObject(value) || referenceOf(value) === undefined) return {};
  const { $ref: _, ...others } = value;
  const holds = (name: string) =>
    part === 'pathItem' || name === 'summary' || name === 'description' || name.startsWith('x-');
  return Object.fromEntries(Object.entries(others).filter(([name]) => holds(name)));
}

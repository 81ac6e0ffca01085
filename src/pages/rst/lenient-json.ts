import type { Json } from '../../model/json.ts';
import { pointerTo } from '../../util/json-pointer.ts';
import { type Line, type PageNote, parseError, type SourceLocation } from './source-location.ts';

/** A JSON text of a page. */
export interface LenientJson {
  readonly value: Json;
  /** The line where each value starts, by JSON pointer; the root is the empty pointer. */
  readonly places: ReadonlyMap<string, SourceLocation>;
  /** Pointers of objects and lists in which `...` omits something. */
  readonly elided: ReadonlySet<string>;
  /** Syntax errors that were tolerated. */
  readonly faults: readonly PageNote[];
}

/**
 * Limits far above any example. The depth limits the stack of the parser; all three together limit the memory
 * of the pointers.
 */
const maxDepth = 32;
const maxValues = 20_000;
const maxNameLength = 200;

/**
 * Reads the JSON of an example. Tolerates superfluous commas, a missing comma at the end of a line, `...`, repeated
 * member names, of which the last counts, typographic quotes, apostrophes around the whole text as in a shell, and a
 * missing brace at the start.
 * @throws SuiteError naming the line and what was expected there.
 */
export function readLenientJson(lines: readonly Line[]): LenientJson {
  const text = lines.map((line) => line.text).join('\n');
  const parser = new Parser(text, lines);
  const value = parser.whole();
  return { value, places: parser.places, elided: parser.elided, faults: parser.faults };
}

const literals: readonly (readonly [word: string, value: Json])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

const quotes: ReadonlySet<string> = new Set(['"', '“', '”', '„']);

/** The start of a member: a name and a colon. */
const isMember = /^"[^"\n]{1,200}" *:/;

class Parser {
  readonly places = new Map<string, SourceLocation>();
  readonly elided = new Set<string>();
  readonly faults: PageNote[] = [];
  readonly #text: string;
  readonly #lines: readonly Line[];
  #at = 0;
  /** Line number of `#at`, maintained while reading so that lines are counted only once. */
  #line = 0;
  /** The line on which the last value ended. */
  #ended = 0;

  constructor(text: string, lines: readonly Line[]) {
    this.#text = text;
    this.#lines = lines;
  }

  /** The only value of the text. */
  whole(): Json {
    this.#space();
    const apostrophe = this.#take("'");
    if (apostrophe) this.#fault('apostrophes around the body');
    const value = isMember.test(this.#text.slice(this.#at)) ? this.#withoutBrace() : this.value('', 0);
    this.#space();
    if (apostrophe && !this.#take("'")) throw this.#wrong('the apostrophe that ends the body');
    this.#end();
    return value;
  }

  /** Members without the brace before them: the object is taken to be the whole body. */
  #withoutBrace(): Json {
    this.#fault('no { before the first member');
    this.places.set('', this.#place());
    const value = this.#object('', 0);
    this.#ended = this.#line;
    return value;
  }

  value(pointer: string, depth: number): Json {
    this.#space();
    this.places.set(pointer, this.#place());
    if (this.places.size > maxValues) throw this.#wrong(`at most ${maxValues} values in an example`);
    if (depth > maxDepth) throw this.#wrong(`at most ${maxDepth} levels of objects and lists`);
    const value = this.#read(pointer, depth);
    this.#ended = this.#line;
    return value;
  }

  #end(): void {
    this.#space();
    if (this.#take(',')) this.#fault('a comma after the end');
    this.#space();
    if (this.#at < this.#text.length) throw this.#wrong('nothing after the end of the JSON text');
  }

  #read(pointer: string, depth: number): Json {
    if (this.#take('{')) return this.#object(pointer, depth);
    if (this.#take('[')) return this.#list(pointer, depth);
    if (this.#atQuote()) return this.#string();
    for (const [word, value] of literals) if (this.#take(word)) return value;
    return this.#number();
  }

  #object(pointer: string, depth: number): Json {
    const members: [string, Json][] = [];
    const names = new Set<string>();
    this.#members('}', pointer, () => {
      if (!this.#atQuote()) throw this.#wrong('a member name in double quotes, or }');
      const name = this.#string();
      if (name.length > maxNameLength) throw this.#wrong(`a name of at most ${maxNameLength} characters`);
      // RFC 8259 §4: which of them counts depends on the parser.
      if (names.has(name)) this.#fault(`the member ${JSON.stringify(name)} twice`);
      names.add(name);
      this.#space();
      if (!this.#take(':')) throw this.#wrong('a colon after the name of a member');
      members.push([name, this.value(pointerTo(pointer, name), depth + 1)]);
    });
    return Object.fromEntries(members);
  }

  #list(pointer: string, depth: number): Json {
    const items: Json[] = [];
    this.#members(']', pointer, () => {
      items.push(this.value(pointerTo(pointer, String(items.length)), depth + 1));
    });
    return items;
  }

  /** The content of brackets, including the closing one. */
  #members(close: string, pointer: string, member: () => void): void {
    let separated = true;
    for (this.#space(); !this.#take(close); this.#space()) {
      if (this.#at >= this.#text.length) throw this.#wrong(`${close} before the end of the example`);
      if (this.#take('...') || this.#take('…')) {
        this.elided.add(pointer);
        this.#ended = this.#line;
      } else if (this.#take(',')) {
        if (separated) this.#fault('a superfluous comma');
        separated = true;
        continue;
      } else {
        if (!separated) this.#missingComma(close);
        member();
      }
      separated = false;
      this.#space();
      if (!this.#take(',')) continue;
      separated = true;
      this.#space();
      if (this.#text[this.#at] === close) this.#fault(`a comma before ${close}`);
    }
  }

  /** Tolerated only at the end of a line: within a line, something else is more likely to be wrong. */
  #missingComma(close: string): void {
    if (this.#ended === this.#line) throw this.#wrong(`a comma or ${close}`);
    this.#fault('no comma after the line before');
  }

  #atQuote(): boolean {
    return quotes.has(this.#text[this.#at] ?? '');
  }

  #string(): string {
    const start = this.#at;
    const typographic = this.#text[start] !== '"';
    // A pair may be half typographic: “text". In a string between straight quotes, others are characters.
    const closes = (character: string) => (typographic ? quotes.has(character) : character === '"');
    this.#at += 1;
    while (this.#at < this.#text.length && !closes(this.#character()) && this.#character() !== '\n')
      this.#at += this.#character() === '\\' && this.#text[this.#at + 1] !== '\n' ? 2 : 1;
    if (!closes(this.#character())) throw this.#wrong('the closing quotes of a string on the same line');
    const content = this.#text.slice(start + 1, this.#at);
    this.#at += 1;
    if (typographic) this.#fault('typographic quotes');
    try {
      const value: unknown = JSON.parse(`"${content}"`);
      return String(value);
    } catch {
      throw this.#wrong('a string without control characters and unknown escapes');
    }
  }

  #character(): string {
    return this.#text[this.#at] ?? '';
  }

  #number(): number {
    const start = this.#at;
    while (/[-+.\deE]/.test(this.#text[this.#at] ?? '')) this.#at += 1;
    const digits = this.#text.slice(start, this.#at);
    if (!/^-?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(digits)) {
      this.#at = start;
      throw this.#wrong('a JSON value');
    }
    return Number(digits);
  }

  #space(): void {
    for (; this.#at < this.#text.length; this.#at += 1) {
      const character = this.#text[this.#at];
      if (character === '\n') this.#line += 1;
      else if (character !== ' ') return;
    }
  }

  #take(token: string): boolean {
    if (!this.#text.startsWith(token, this.#at)) return false;
    this.#at += token.length;
    return true;
  }

  #place(): SourceLocation {
    const { file = '', line = 0 } = this.#lines[this.#line] ?? this.#lines.at(-1) ?? {};
    return { file, line };
  }

  #fault(what: string): void {
    this.faults.push({ place: this.#place(), what });
  }

  #wrong(expected: string): Error {
    return parseError(this.#place(), expected, this.#lines[this.#line]?.text.trim());
  }
}

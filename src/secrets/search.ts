/**
 * Where secrets stand in a text, in any spelling. What is seen is decoded, and the values themselves are sought in it:
 * nothing is made of a secret whose size or time grows with its length (decision 0005).
 */

import { type Needle, NeedleIndex, needlesOf, Trigrams } from './needles.ts';
import { decodedRuns, type Sought } from './runs.ts';
import { SpellingSearch, sequencesOf, unescaped } from './spellings.ts';
import { endOf, startOf, type View, viewsOf } from './view.ts';

/** The place of a secret in a text, in UTF-16 units. */
export interface Place {
  readonly start: number;
  readonly end: number;
  /** Index of the secret. */
  readonly secret: number;
}

export interface Places {
  readonly found: readonly Place[];
  /** Where a secret begins of which the end is not in the text, if there is such a place. */
  readonly begun: number | undefined;
}

/** Whether encodings within others are undone. */
export type Encodings = 'all' | 'outer';

/** How many times a text is decoded, one encoding in another, before single characters are. */
const deepest = { runs: { all: 2, outer: 1 }, escapes: { all: 2, outer: 0 } } as const;

/** Shorter values are not sought in base64 or hexadecimal, where they occur by chance. */
const shortestInRun = 8;

/** By so many bytes, the beginning of a secret at the end of a text is told from chance. */
const shortestBeginning = 4;

/** Taken once: where tests run, a look at a global in a loop takes longer than the loop. */
const { max } = Math;

/** Finds a number of secrets. */
export class SecretSearch {
  readonly #plain: NeedleIndex | undefined;
  readonly #runs: NeedleIndex | undefined;
  readonly #spellings: SpellingSearch;
  readonly #spellingsInRuns: SpellingSearch;
  readonly #needles: readonly Needle[];
  readonly #beginning = new Trigrams();
  readonly #sought: Sought;
  readonly #beyondAscii: boolean;
  readonly #longest: number;
  /** In UTF-16 units. */
  readonly #shortest: number;

  /** @param values not empty */
  constructor(values: readonly string[]) {
    const needles = needlesOf(values);
    this.#needles = needles;
    const inRuns = needles.filter(({ bytes }) => bytes.length >= shortestInRun);
    this.#plain = indexOf(needles);
    this.#shortest = Math.min(...values.map(({ length }) => length));
    this.#runs = inRuns.length === needles.length ? this.#plain : indexOf(inRuns);
    this.#spellings = new SpellingSearch(needles);
    this.#spellingsInRuns = inRuns.length === needles.length ? this.#spellings : new SpellingSearch(inRuns);
    for (const needle of needles) this.#beginning.add(needle, 0);
    this.#longest = Math.max(0, ...needles.map(({ bytes }) => bytes.length));
    const beyondAscii = needles.some(({ bytes }) => bytes.some((code) => code > 0x7e));
    this.#beyondAscii = beyondAscii;
    this.#sought = {
      shortest: Math.min(...inRuns.map(({ bytes }) => bytes.length)),
      spellable: Uint8Array.from({ length: 256 }, (_, code) =>
        (code >= 0x20 && code < 0x7f) || [9, 10, 13].includes(code) || (beyondAscii && code >= 0x7f) ? 1 : 0,
      ),
    };
  }

  /** @param open whether the text goes on: then secrets that only begin in it are sought, too */
  places(text: string, open = false, encodings: Encodings = 'all'): Places {
    const visit = new Visit(encodings);
    // No spelling is shorter than the value.
    if (this.#plain && (open || text.length >= this.#shortest))
      for (const view of viewsOf(text, open, this.#beyondAscii)) this.#search(view, 0, false, visit);
    return visit;
  }

  #search(view: View, depth: number, inRun: boolean, visit: Visit): void {
    // Unescaped, a secret was found as a spelling before.
    if (!view.unescaped)
      (inRun ? this.#runs : this.#plain)?.search(view.bytes, ({ secret, bytes }, at) =>
        visit.add(view, at, at + bytes.length, secret),
      );
    const sequences = sequencesOf(view);
    if (sequences) {
      const add = (needle: Needle, from: number, to: number) => visit.add(view, from, to, needle.secret);
      const begin = (from: number, bytes: number) => {
        if (bytes >= shortestBeginning) visit.begin(view, from);
      };
      (inRun ? this.#spellingsInRuns : this.#spellings).search(view, sequences, { add, begin });
    }
    if (view.open && !(view.unescaped && sequences)) this.#searchBeginnings(view, visit);
    if (this.#runs && depth < deepest.runs[visit.encodings])
      for (const run of decodedRuns(view, this.#sought)) this.#search(run, depth + 1, true, visit);
    if (sequences && depth < deepest.escapes[visit.encodings])
      for (const kind of sequences.kinds)
        this.#search(unescaped(view, sequences, kind), depth + 1, inRun, visit);
  }

  /** The beginnings of secrets at the end of a text, as far as nothing in them is escaped. */
  #searchBeginnings(view: View, visit: Visit): void {
    const { bytes } = view;
    const last = bytes.length - shortestBeginning;
    for (let at = max(0, bytes.length - this.#longest + 1); at <= last; at += 1)
      if (this.#beginning.mayHave(bytes, at) && this.#needles.some((needle) => endsWithin(bytes, at, needle)))
        visit.begin(view, at);
  }
}

/** Whether the bytes from a position to the end begin a needle that goes on. */
function endsWithin(bytes: Uint8Array, at: number, { bytes: sought, fold }: Needle): boolean {
  const length = bytes.length - at;
  if (sought.length <= length) return false;
  let same = 0;
  while (same < length && fold[bytes[at + same] ?? 0] === sought[same]) same += 1;
  return same === length;
}

const indexOf = (needles: readonly Needle[]): NeedleIndex | undefined =>
  needles.length === 0 ? undefined : new NeedleIndex(needles);

/** What was found so far in a text. */
class Visit implements Places {
  readonly found: Place[] = [];
  begun: number | undefined;
  readonly encodings: Encodings;

  constructor(encodings: Encodings) {
    this.encodings = encodings;
  }

  add(view: View, from: number, to: number, secret: number): void {
    this.found.push({ start: startOf(view, from), end: endOf(view, to), secret });
  }

  begin(view: View, at: number): void {
    const start = startOf(view, at);
    this.begun = Math.min(this.begun ?? start, start);
  }
}

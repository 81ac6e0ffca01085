import type { Json } from '../../model/json.ts';
import { pointerTo } from '../../util/json-pointer.ts';
import type { Block } from '../rst/blocks.ts';
import type { PageOperation } from '../rst/operation.ts';
import type { SourceLocation } from '../rst/source-location.ts';
import { withoutMarkup } from '../rst/table-rows.ts';
import { type CitableItem, canonicalJson } from './citable-items.ts';

/**
 * The place on a page that a requirement cites.
 *
 * `section`: `introduction`, the title of a section, or words from the text that introduces a table, a list
 * or an example.
 * `row`: the subject of a table row, the number of a list item, `method and path`, `paragraph N` or `title`;
 * in the introduction of a table, a list or an example: `heading` (the bold line), `lead-in`, or `head` (of a
 * table). `part` of an example: `start line`, `header NAME`, `member.of.body`, or `member.*` for the names of
 * its members.
 */
export interface Citation {
  readonly section: string;
  readonly row?: string;
  readonly part?: string;
}

/** What a citation refers to. */
export type ResolvedCitation =
  | {
      readonly kind: 'found';
      readonly place: SourceLocation;
      /** The text of which the digest is computed. */
      readonly text: string;
      /** What the citation covers. */
      readonly pieces: readonly CitableItem[];
      /** Everything that the text is made of. */
      readonly within: readonly CitableItem[];
      /** Other numbered items: the cited text may have moved there when lines were added or removed. */
      readonly siblings: readonly CitableItem[];
    }
  | {
      readonly kind: 'lost';
      readonly why: string;
      /** The nearest location that exists. */
      readonly place?: SourceLocation;
      readonly siblings: readonly CitableItem[];
    };

interface FoundBlock {
  readonly block?: Block;
  readonly why: string;
}

/** The table, list or example with these words in its introduction. A leading `list of` is ignored. */
export function findBlock(page: PageOperation, name: string): FoundBlock {
  const words = name.toLowerCase();
  const wanted = words.startsWith('list of ') ? words.slice('list of '.length) : words;
  const found = page.blocks.filter(
    ({ block, labels }) =>
      (wanted === words || block.kind === 'list') &&
      labels.some(({ text }) => withoutMarkup(text).toLowerCase().includes(wanted)),
  );
  const [one = codesTable(page, words), more] = found;
  if (!one) return { why: `no introduction on the page contains "${name}"` };
  if (more)
    return { why: `"${name}" matches several blocks of the page, the first on line ${one.block.place.line}` };
  return { block: one.block, why: '' };
}

/** The table of response codes is recognised by its head, whatever its introduction says. */
const codesTable = ({ blocks, codesPlace }: PageOperation, name: string) =>
  /^(response )?codes$/.test(name) ? blocks.find(({ block }) => block.place === codesPlace) : undefined;

/** Follows a citation. */
export function resolveCitation(
  page: PageOperation,
  citation: Citation,
  pieces: readonly CitableItem[],
): ResolvedCitation {
  const scope = scopeOf(page, citation.section, pieces);
  if (typeof scope === 'string') return { kind: 'lost', why: scope, siblings: [] };
  if (citation.part !== undefined) return partOf(page, scope, citation.part);
  const rows = citation.row === undefined ? scope : scope.filter(({ row }) => row === citation.row);
  const [first] = rows;
  // A citation of a whole table or list covers its introduction, not its single lines.
  const covered = citation.row === undefined ? rows.filter(({ leadsIn }) => leadsIn) : rows;
  const isItem = ({ row, block }: NumberedItem) =>
    /^(paragraph )?\d+$/.test(row ?? '') && (block === undefined || block.kind === 'list');
  const siblings = isItem(citation) ? scope.filter((piece) => piece !== first && isItem(piece)) : [];
  if (first)
    return { kind: 'found', place: first.place, text: textOf(rows), pieces: covered, within: rows, siblings };
  const why = `there is no ${citation.row ?? 'text'} in "${citation.section}"`;
  return { kind: 'lost', why, ...placeIn(scope), siblings };
}

/** An item that may be cited by number. */
type NumberedItem = Pick<CitableItem, 'row' | 'block'>;

/** In a table that is cited as a whole, the order of rows does not matter. */
function textOf(pieces: readonly CitableItem[]): string {
  const above = pieces.filter(({ leadsIn }) => leadsIn).map(({ text }) => text);
  // A member of an example is its name, too.
  const texts = pieces
    .filter(({ leadsIn }) => !leadsIn)
    .map(({ part, text }) => (part === undefined ? text : `${part}: ${text}`));
  return [...above, ...(pieces[0]?.block?.kind === 'table' ? texts.sort() : texts)].join('\n');
}

function placeIn([first]: readonly CitableItem[]): { readonly place?: SourceLocation } {
  return first ? { place: first.block?.place ?? first.place } : {};
}

function scopeOf(
  page: PageOperation,
  name: string,
  pieces: readonly CitableItem[],
): readonly CitableItem[] | string {
  const section =
    name === 'introduction'
      ? page.sections[0]
      : page.sections.find(({ title }) => title.toLowerCase() === name.toLowerCase());
  if (section) return pieces.filter((piece) => piece.section === section && piece.block === undefined);
  const { block, why } = findBlock(page, name);
  return block ? pieces.filter((piece) => piece.block === block) : why;
}

function partOf(page: PageOperation, scope: readonly CitableItem[], part: string): ResolvedCitation {
  const wanted = part.toLowerCase();
  const exact = scope.find((piece) => piece.part?.toLowerCase() === wanted);
  if (exact) return found(exact.place, exact.text, [exact]);
  const names = part.endsWith('*');
  const path = part.split('.').filter((name) => name !== '*');
  const example = [...page.requests, ...page.responses].find(({ block }) =>
    scope.some((piece) => piece.block === block),
  );
  const value = example?.body && at(example.body.value, path);
  const place = example?.body?.places.get(pointerTo('', ...path));
  if (value === undefined || place === undefined)
    return { kind: 'lost', why: `the example has no ${part}`, ...placeIn(scope), siblings: [] };
  if (names) {
    const members = typeof value === 'object' && value !== null ? Object.keys(value).sort() : [];
    return found(place, members.join(' '), []);
  }
  const prefix = `${path.join('.')}.`;
  const below = scope.filter((piece) => piece.part?.startsWith(prefix));
  return found(place, canonicalJson(value), below);
}

const found = (place: SourceLocation, text: string, pieces: readonly CitableItem[]): ResolvedCitation => {
  return { kind: 'found', place, text, pieces, within: pieces, siblings: [] };
};

function at(value: Json, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((found, name) => {
    if (Array.isArray(found)) return found[Number(name)];
    return typeof found === 'object' && found !== null && Object.hasOwn(found, name)
      ? found[name]
      : undefined;
  }, value);
}

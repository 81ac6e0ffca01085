import type { Json } from '../../model/json.ts';
import { pointerTo } from '../../util/json-pointer.ts';
import { isPlainObject } from '../../util/plain-object.ts';
import type { Block, CodeBlock, Row, Section } from '../rst/blocks.ts';
import { methodAndPath } from '../rst/http-message.ts';
import type { LabelledBlock, PageOperation } from '../rst/operation.ts';
import type { SourceLocation } from '../rst/source-location.ts';
import { parameterName } from '../rst/table-rows.ts';

/** The smallest part of a page that can be cited. */
export interface CitableItem {
  readonly place: SourceLocation;
  /** The name in findings. */
  readonly name: string;
  readonly text: string;
  readonly section: Section;
  /** The table, list or example it belongs to; undefined for prose, and for method and path. */
  readonly block?: Block;
  readonly row?: string;
  readonly part?: string;
  /** True for the introduction of a block: the text before it and the head of a table. A row may have the same name. */
  readonly leadsIn?: true;
}

/** All citable items of a page: every line except code that is neither an HTTP message nor JSON. */
export const citableItems = (page: PageOperation): CitableItem[] => [
  ...titleItems(page),
  ...textItems(page),
  ...exampleItems(page),
];

const titleItems = ({ sections }: PageOperation): CitableItem[] =>
  sections
    .filter(({ title }) => title !== '')
    .map((section) => ({ place: section.place, text: section.title, section, ...named(section, 'title') }));

function textItems(page: PageOperation): CitableItem[] {
  const examples = new Set<Block>([...page.requests, ...page.responses].map(({ block }) => block));
  const isLedInTo = ({ block }: LabelledBlock) => block.kind !== 'code' || examples.has(block);
  const led = page.blocks.filter(isLedInTo);
  // Text before other code is only a paragraph, because that code cannot be cited.
  const leadIns = new Set<Block>(led.flatMap(({ labels }) => labels));
  const counts = new Map<Section, number>();
  const subjects = subjectsOf(page);
  return page.blocks
    .filter(({ block }) => !leadIns.has(block))
    .flatMap((found) => {
      const { block, section } = found;
      if (block.kind !== 'paragraph' && block.kind !== 'note')
        return [...(isLedInTo(found) ? leadInItems(found) : []), ...blockItems(found, subjects)];
      const count = (counts.get(section) ?? 0) + 1;
      counts.set(section, count);
      const { place, text } = block;
      return [{ place, text, section, ...named(section, `paragraph ${count}`) }];
    });
}

const named = (section: Section, row: string) => ({ name: `${section.title}, ${row}`, row });

/** The bold line, the text under it, and the head of a table. */
function leadInItems({ block, section, labels }: LabelledBlock): CitableItem[] {
  const texts = labels.toReversed().map(({ place, text, strong }): CitableItem => {
    return { place, text, section, block, leadsIn: true, ...named(section, strong ? 'heading' : 'lead-in') };
  });
  const heads = block.kind === 'table' ? block.header : [];
  return [
    ...texts,
    ...heads.map((row): CitableItem => {
      return {
        place: row.place,
        text: textOf(row),
        section,
        block,
        leadsIn: true,
        ...named(section, 'head'),
      };
    }),
  ];
}

/** A cell that spans columns counts once. */
const textOf = ({ cells }: Row): string => [...new Set(cells)].map(({ text }) => text).join(' | ');

function blockItems(
  { block, section }: LabelledBlock,
  subjects: ReadonlyMap<SourceLocation, string>,
): CitableItem[] {
  if (block.kind === 'list')
    return block.items.map(({ place, text }, index) => ({
      place,
      text,
      section,
      block,
      row: String(index + 1),
      name: `${section.title}, item ${index + 1}`,
    }));
  if (block.kind === 'table')
    return block.rows.map((own) => {
      const { place, cells } = own;
      const row = subjects.get(place) ?? parameterName(cells[0]?.text ?? '');
      return { place, text: textOf(own), section, block, row, name: `${section.title}, row ${row}` };
    });
  return block.kind === 'code' ? methodAndPathItems(block, section) : [];
}

/** The codes or the parameter that each row is about, in any column. */
function subjectsOf({ codes, parameters }: PageOperation): ReadonlyMap<SourceLocation, string> {
  const subjects = new Map<SourceLocation, string>();
  for (const { place, code } of codes)
    subjects.set(place, subjects.has(place) ? `${subjects.get(place)} ${code}` : String(code));
  for (const { place, name } of parameters) if (!subjects.has(place)) subjects.set(place, name);
  return subjects;
}

function methodAndPathItems(block: CodeBlock, section: Section): CitableItem[] {
  const operation = methodAndPath(block);
  if (!operation) return [];
  const text = `${operation.method} ${operation.path}`;
  return [{ place: block.place, text, section, ...named(section, 'method and path') }];
}

/** The items of an example: its start line, its header fields, and the scalar values of its body. */
function exampleItems(page: PageOperation): CitableItem[] {
  return [...page.requests, ...page.responses].flatMap((example) => {
    const { start, headers, body, block, section, label } = example;
    const piece = (place: SourceLocation, part: string, text: string): CitableItem => {
      return { place, text, section, block, part, name: `${label}, ${part}` };
    };
    const first =
      start.kind === 'request'
        ? `${start.method} ${start.target}`
        : start.kind === 'response'
          ? `${start.status}`
          : '';
    return [
      ...(first === '' ? [] : [piece(example.place, 'start line', first)]),
      ...headers.map(({ place, name, value }) => piece(place, `header ${name}`, `${name}: ${value}`)),
      ...(body
        ? leaves(body.value, []).map(({ path, value }) =>
            piece(
              body.places.get(pointerTo('', ...path)) ?? example.place,
              path.join('.'),
              canonicalJson(value),
            ),
          )
        : []),
    ];
  });
}

interface Leaf {
  readonly path: readonly string[];
  readonly value: Json;
}

function leaves(value: Json, path: readonly string[]): Leaf[] {
  const inner = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  if (inner.length === 0) return [{ path, value }];
  return inner.flatMap(([name, one]) => leaves(one, [...path, name]));
}

/** JSON text without layout, members sorted by name: their order has no meaning (RFC 8259 §4). */
export const canonicalJson = (value: Json): string =>
  JSON.stringify(value, (_name, one: Json) =>
    isPlainObject(one) ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1))) : one,
  );

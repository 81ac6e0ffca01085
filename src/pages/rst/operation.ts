import type { Block, CodeBlock, Page, Paragraph, Section, Table } from './blocks.ts';
import { type HttpMessage, methodAndPath, readHttpMessages } from './http-message.ts';
import type { PageNote, SourceLocation } from './source-location.ts';
import {
  type CodeRow,
  codeRows,
  columnOf,
  isOfLimits,
  type LengthRow,
  lengthRows,
  type ParameterKind,
  type ParameterRow,
  parameterRows,
  unreadColumns,
  withoutMarkup,
} from './table-rows.ts';

/** An example with its label. */
export interface Example extends HttpMessage {
  readonly label: string;
  readonly block: CodeBlock;
  readonly section: Section;
}

/** A block with its introduction: the paragraph right before it, and the bold line before that. */
export interface LabelledBlock {
  readonly block: Block;
  readonly section: Section;
  readonly labels: readonly Paragraph[];
}

/** An operation on a page. */
export interface PageOperation {
  readonly file: string;
  readonly title: string;
  readonly anchors: readonly string[];
  /** Where method and path are. */
  readonly place: SourceLocation;
  readonly method: string;
  readonly path: string;
  readonly sections: readonly Section[];
  readonly blocks: readonly LabelledBlock[];
  /** Where the table of response codes starts; undefined without one. */
  readonly codesPlace?: SourceLocation;
  readonly codes: readonly CodeRow[];
  readonly parameters: readonly ParameterRow[];
  readonly lengths: readonly LengthRow[];
  /** Where the page says that the operation takes no request body. */
  readonly noBodyPlace?: SourceLocation;
  readonly requests: readonly Example[];
  readonly responses: readonly Example[];
  /** Tables of unknown kind. */
  readonly otherTables: readonly Table[];
  /** Code that is neither method and path, nor an HTTP message, nor JSON. */
  readonly otherCode: readonly CodeBlock[];
  /** Sections that describe no operation: those after this one, and before it if it is the first. */
  readonly otherSections: readonly Section[];
  /** What was read over outside of the examples, and what was not read in what was. */
  readonly notes: readonly PageNote[];
}

/**
 * The operations that a page describes. Each starts in a section with a code block that contains only a
 * method and a path, and ends before the next section that is not a subsection.
 * @throws SuiteError naming the line that cannot be read.
 */
export function operationsOfPage({ file, sections, notes }: Page): PageOperation[] {
  const starts = sections.map(startOf);
  let covered = 0;
  return sections.flatMap((section, index) => {
    const start = starts[index];
    if (!start) return [];
    let end = index + 1;
    while (end < sections.length && !starts[end] && (sections[end]?.level ?? 0) > section.level) end += 1;
    let next = end;
    while (next < sections.length && !starts[next]) next += 1;
    const others = [...sections.slice(covered, index), ...sections.slice(end, next)];
    // Notes of the page belong to its first operation.
    const own = operation(file, sections.slice(index, end), start, others);
    const first = covered <= index && starts.findIndex((one) => one !== undefined) === index;
    covered = next;
    return [first ? { ...own, notes: [...notes, ...own.notes] } : own];
  });
}

/** A page that describes no operation, such as one about faults: its text can be cited as that of an operation can. */
export function textOfPage({ file, sections, notes }: Page): PageOperation {
  const place = { file, line: 1 };
  const own = operation(file, sections, { place, method: '', path: '' }, []);
  return { ...own, anchors: sections.flatMap(({ anchors }) => anchors), notes };
}

interface Start {
  readonly place: SourceLocation;
  readonly method: string;
  readonly path: string;
}

function startOf({ blocks }: Section): Start | undefined {
  for (const block of blocks) {
    const found = block.kind === 'code' ? methodAndPath(block) : undefined;
    if (found) return { place: block.place, ...found };
  }
  return undefined;
}

function operation(
  file: string,
  sections: readonly Section[],
  start: Start,
  otherSections: readonly Section[],
): PageOperation {
  const blocks = sections.flatMap(labelled);
  const tables = blocks.flatMap((found) =>
    found.block.kind === 'table' ? [tableOf(found, found.block)] : [],
  );
  const examples = blocks.flatMap(exampleOf);
  const read = new Set<Block>(examples.map(({ example }) => example.block));
  const limits = tables.flatMap(({ kind, table }) => (kind === 'limits' ? [lengthRows(table)] : []));
  const noBody = blocks.find(saysNoBody);
  const codesPlace = tables.find(({ kind }) => kind === 'codes')?.table.place;
  return {
    file,
    title: sections[0]?.title ?? '',
    anchors: sections[0]?.anchors ?? [],
    ...start,
    sections,
    blocks,
    ...(codesPlace && { codesPlace }),
    codes: tables.flatMap(({ kind, table }) =>
      kind === 'codes' ? table.rows.flatMap((row) => codeRows(table, row)) : [],
    ),
    parameters: tables.flatMap(({ kind, table }) =>
      isOfParameters(kind) ? table.rows.flatMap((row) => parameterRows(table, row, kind)) : [],
    ),
    lengths: limits.flatMap(({ lengths }) => lengths),
    ...(noBody && { noBodyPlace: noBody.block.place }),
    requests: examples.filter(({ isRequest }) => isRequest).map(({ example }) => example),
    responses: examples.filter(({ isRequest }) => !isRequest).map(({ example }) => example),
    otherTables: tables.filter(({ kind }) => kind === 'other').map(({ table }) => table),
    otherCode: blocks.flatMap(({ block }) =>
      block.kind === 'code' && !read.has(block) && !methodAndPath(block) ? [block] : [],
    ),
    otherSections,
    notes: [
      ...tables.flatMap(unreadParts),
      ...limits.flatMap(({ others }) =>
        others.map(({ place }) => ({ place, what: 'a limit that is not a length, not read' })),
      ),
    ],
  };
}

interface KnownTable {
  readonly table: Table;
  readonly kind: ParameterKind | 'codes' | 'limits' | 'other';
}

const isOfParameters = (kind: KnownTable['kind']): kind is ParameterKind =>
  kind !== 'codes' && kind !== 'limits' && kind !== 'other';

/** Columns without a meaning here. */
function unreadParts({ table, kind }: KnownTable): PageNote[] {
  if (kind === 'other' || kind === 'limits') return [];
  return unreadColumns(table, kind === 'codes' ? 'codes' : 'parameters').map(({ place, text }) => ({
    place,
    what: `the column ${JSON.stringify(withoutMarkup(text))}, not read`,
  }));
}

const noBodyWords = /\bdoes not (accept|take|have|need|require) an? (request )?body\b|\bno request body\b/i;

const saysNoBody = ({ block }: LabelledBlock): boolean =>
  block.kind === 'paragraph' && noBodyWords.test(block.text);

function tableOf(found: LabelledBlock, table: Table): KnownTable {
  const isOfCodes = columnOf(table, /^(response )?codes?$/i) >= 0 || /response codes/.test(wordsOf(found));
  if (isOfCodes) return { table, kind: 'codes' };
  return { table, kind: isOfLimits(table) ? 'limits' : (kindOf(found, table) ?? 'other') };
}

/** The blocks of a section, each with its introduction. */
function labelled(section: Section): LabelledBlock[] {
  return section.blocks.map((block, index) => {
    if (block.kind === 'paragraph' || block.kind === 'note') return { block, section, labels: [] };
    const caption = section.blocks[index - 1];
    const heading = section.blocks[index - 2];
    const labels = [caption, heading].filter((one, at) => isParagraph(one) && (at === 0 || one.strong));
    return { block, section, labels: isParagraph(caption) ? labels.filter(isParagraph) : [] };
  });
}

const isParagraph = (block: Block | undefined): block is Paragraph => block?.kind === 'paragraph';

/** The introduction of a block, in lower case. */
const wordsOf = ({ labels }: LabelledBlock): string => labels.map(({ text }) => text.toLowerCase()).join(' ');

const parameterKinds: readonly (readonly [kind: ParameterKind, word: string])[] = [
  ['path', '(uri|url|path)'],
  ['query', 'query'],
  ['header', 'headers?'],
  ['body', 'body'],
];

function kindOf(found: LabelledBlock, table: Table): ParameterKind | undefined {
  const words = wordsOf(found);
  // Attributes have a name: a table of characters that may occur in them is not about the attributes.
  const isOfAttributes = words.includes('attribute') && columnOf(table, /\bname$/i) >= 0;
  if (!isOfAttributes && !words.includes('parameter') && !words.includes('header')) return undefined;
  // The word right before "parameters" decides; other words may be about anything.
  const named = parameterKinds.find(([, word]) => new RegExp(`\\b${word} parameters?\\b`).test(words));
  const kind = named ?? parameterKinds.find(([, word]) => new RegExp(`\\b${word}\\b`).test(words));
  if (kind && kind[0] !== 'body') return kind[0];
  const isResponse = /\bresponse\b/.test(words) || /^response/i.test(found.section.title);
  return isResponse ? 'response-body' : 'body';
}

interface FoundExample {
  readonly example: Example;
  readonly isRequest: boolean;
}

function exampleOf(found: LabelledBlock): FoundExample[] {
  const { block, labels, section } = found;
  if (block.kind !== 'code' || methodAndPath(block)) return [];
  const label = withoutMarkup(labels.find(({ strong }) => strong)?.text ?? labels[0]?.text ?? section.title);
  return readHttpMessages(block).map((message) => {
    const isRequest =
      message.start.kind === 'none'
        ? /request/i.test(label) || /^request/i.test(section.title)
        : message.start.kind === 'request';
    return { example: { ...message, label, block, section }, isRequest };
  });
}

import type { Line, PageNote, SourceLocation } from './source-location.ts';

/** A paragraph. `strong` if all of it is bold, like the headings of examples. */
export interface Paragraph {
  readonly kind: 'paragraph';
  readonly place: SourceLocation;
  readonly text: string;
  readonly strong: boolean;
}

/** The text of a note, a warning or another directive. */
export interface Note {
  readonly kind: 'note';
  readonly place: SourceLocation;
  readonly name: string;
  readonly text: string;
}

/** A bullet list or an enumerated list. */
export interface ListBlock {
  readonly kind: 'list';
  readonly place: SourceLocation;
  readonly items: readonly { readonly place: SourceLocation; readonly text: string }[];
}

/** Literal lines, without the indentation of the block and without empty lines at either end. */
export interface CodeBlock {
  readonly kind: 'code';
  readonly place: SourceLocation;
  readonly lines: readonly Line[];
}

/** A cell. One that spans rows or columns is in each of them, as the same object. */
export interface Cell {
  readonly place: SourceLocation;
  readonly text: string;
}

export interface Row {
  readonly place: SourceLocation;
  readonly cells: readonly Cell[];
}

/** A grid table, a list table or a table of comma-separated values. */
export interface Table {
  readonly kind: 'table';
  readonly place: SourceLocation;
  /** Rows above the `===` rule, or as many as `:header-rows:` says. */
  readonly header: readonly Row[];
  readonly rows: readonly Row[];
}

export type Block = Paragraph | Note | ListBlock | CodeBlock | Table;

/** A section without its subsections. Content before the first title is a section of level 0 without a title. */
export interface Section {
  readonly place: SourceLocation;
  readonly title: string;
  readonly level: number;
  /** Targets before its title or inside it. */
  readonly anchors: readonly string[];
  readonly blocks: readonly Block[];
}

/** A page: its sections in order. */
export interface Page {
  readonly file: string;
  readonly sections: readonly Section[];
  /** What was read over, or not read, in the order of lines. */
  readonly notes: readonly PageNote[];
}

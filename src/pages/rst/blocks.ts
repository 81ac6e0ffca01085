import type { Line, SourceLocation } from './source-location.ts';

/** A run of text. `strong` when all of it is in bold, as the headings of examples are. */
export interface Paragraph {
  readonly kind: 'paragraph';
  readonly place: SourceLocation;
  readonly text: string;
  readonly strong: boolean;
}

/** What a note, a warning or any other directive with text says. */
export interface Note {
  readonly kind: 'note';
  readonly place: SourceLocation;
  readonly name: string;
  readonly text: string;
}

/** A bullet list or an enumerated one. */
export interface List {
  readonly kind: 'list';
  readonly place: SourceLocation;
  readonly items: readonly { readonly place: SourceLocation; readonly text: string }[];
}

/** Lines taken as they are, indentation of the block removed, no empty line at either end. */
export interface Code {
  readonly kind: 'code';
  readonly place: SourceLocation;
  readonly lines: readonly Line[];
}

/** A cell; one that spans rows or columns stands in each of them, as the same object. */
export interface Cell {
  readonly place: SourceLocation;
  readonly text: string;
}

export interface Row {
  readonly place: SourceLocation;
  readonly cells: readonly Cell[];
}

/** A grid table. */
export interface Table {
  readonly kind: 'table';
  readonly place: SourceLocation;
  /** Rows above the double rule. */
  readonly header: readonly Row[];
  readonly rows: readonly Row[];
}

export type Block = Paragraph | Note | List | Code | Table;

/** A section without those inside it. What stands before the first title is a section of level 0 without title. */
export interface Section {
  readonly place: SourceLocation;
  readonly title: string;
  readonly level: number;
  /** Targets that stand before its title or in it. */
  readonly anchors: readonly string[];
  readonly blocks: readonly Block[];
}

/** A page as its sections in order. */
export interface Page {
  readonly file: string;
  readonly sections: readonly Section[];
}

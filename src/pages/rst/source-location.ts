import { SuiteError } from '../../model/errors.ts';

/** A line of a file, counted from 1. */
export interface SourceLocation {
  readonly file: string;
  readonly line: number;
}

/** A line with its text, without tabs and trailing white space. */
export interface Line extends SourceLocation {
  readonly text: string;
  /** What was read over in it. */
  readonly note?: string;
}

/** What a page has that was read over, or was not read. */
export interface PageNote {
  readonly place: SourceLocation;
  /** As the end of a sentence: `a comma before }; ignored`. */
  readonly what: string;
}

/** The error for a page that cannot be read: where, what was expected, and what was found. */
export function parseError({ file, line }: SourceLocation, expected: string, found?: string): SuiteError {
  const instead = found === undefined ? '' : `, found ${excerpt(found)}`;
  return new SuiteError('configuration', `${file}:${line}: expected ${expected}${instead}.`);
}

/** `page.rst:12` */
export const formatLocation = ({ file, line }: SourceLocation): string => `${file}:${line}`;

const excerptLength = 60;

function excerpt(text: string): string {
  const short = text.length > excerptLength ? `${text.slice(0, excerptLength)}…` : text;
  return text === '' ? 'an empty line' : JSON.stringify(short);
}

/** The number of spaces at the start of a line. */
export const indentOf = (text: string): number => {
  let at = 0;
  while (text[at] === ' ') at += 1;
  return at;
};

/** Text on one line: every run of white space is one space. */
export const collapseWhitespace = (text: string): string => text.split(/\s/).filter(Boolean).join(' ');

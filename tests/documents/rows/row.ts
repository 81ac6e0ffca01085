import type { Answer, Handler, Received } from '../../support/server.ts';

/** A small document, a server that keeps to it, and one that breaks the one rule that the row is about. */
export interface DocumentRow {
  readonly rule: string;
  /** Its file, in YAML or JSON. */
  readonly document: string;
  /** Other files, by their names. */
  readonly files?: Readonly<Record<string, string>>;
  /** Options of the run, beside the target and the document. */
  readonly options?: readonly string[];
  readonly conforms: Handler;
  readonly breaks: Handler;
  /** Ids of the cases that deviate on the server that breaks the rule. */
  readonly deviates: readonly string[];
  /** Ids of cases that there must not be. */
  readonly without?: readonly string[];
}

/** A document of one operation, whose lines are indented by six spaces. */
export const operation = (path: string, method: string, lines: string, components = ''): string => `
openapi: 3.1.0
info: { title: Books, version: 1.0.0 }
paths:
  ${path}:
    ${method}:
      operationId: books
${lines}
${components}`;

export const ok: Answer = { status: 200 };
export const bad: Answer = { status: 400 };
export const created: Answer = { status: 201 };

/** Answers 200 to what is valid, and 400 to everything else. */
export const accepting =
  (isValid: (request: Received) => boolean, success: Answer = ok): Handler =>
  (request) =>
    isValid(request) ? success : bad;

export const queryOf = ({ path }: Received): URLSearchParams => new URL(path, 'http://server').searchParams;

/** The JSON of a body; undefined where there is none. */
export function jsonOf({ body }: Received): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

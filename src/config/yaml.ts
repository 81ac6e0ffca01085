/** Reads YAML, which JSON is, too. Imported only where there is a file of it: the parser takes long to load. */
import { type Document, LineCounter, parseDocument, visit } from 'yaml';

/** Words the error for what is wrong with a text. */
export type Unusable = (why: string, cause?: unknown) => Error;

/**
 * The value of a YAML or JSON text: of YAML without custom tags, only JSON values, NaN and infinities.
 * @throws what `unusable` makes, with the place in the text but none of the text, which may hold a secret.
 */
export function parseYaml(text: string, unusable: Unusable): unknown {
  const lines = new LineCounter();
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `line ${line}, column ${col}`;
  };
  // Pretty errors quote the source.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = [...document.errors, ...document.warnings];
  // What follows a colon in these messages is the source again.
  if (error) throw unusable(`is not YAML or JSON: ${error.message.split(':')[0]} (${at(error.pos[0])})`);
  const alias = unresolvedAlias(document);
  if (alias !== undefined) throw unusable(`is not YAML: an alias without an anchor (${at(alias)})`);
  try {
    return document.toJS();
  } catch (error) {
    throw unusable('expands to too much by its aliases', error);
  }
}

/** An alias without an anchor is found by the parser only when the value is made, and then without its place. */
function unresolvedAlias(document: Document): number | undefined {
  let offset: number | undefined;
  visit(document, {
    Alias(_key, node) {
      if (node.resolve(document) !== undefined) return undefined;
      offset = node.range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return offset;
}

/** Reads YAML, which includes JSON. Imported only when there is such a file, because the parser is slow to load. */
import { type Document, LineCounter, parseDocument, visit } from 'yaml';

/** Makes the error for a text that cannot be used. */
export type Unusable = (why: string, cause?: unknown) => Error;

/**
 * The value of a YAML or JSON text: without custom tags, YAML has only JSON values, NaN and infinities.
 * @throws what `unusable` makes, with the place in the text but none of the text, which may hold a secret.
 */
export function parseYaml(text: string, unusable: Unusable): unknown {
  const lines = new LineCounter();
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `line ${line}, column ${col}`;
  };
  // Pretty errors quote the source.
  const document = documentOf(text, lines, unusable);
  const [error] = [...document.errors, ...document.warnings];
  // After a colon, these messages quote the source.
  if (error) throw unusable(`is not YAML or JSON: ${error.message.split(':')[0]} (${at(error.pos[0])})`);
  const alias = unresolvedAlias(document);
  if (alias !== undefined) throw unusable(`is not YAML: an alias without an anchor (${at(alias)})`);
  try {
    return document.toJS();
  } catch (error) {
    throw unusable('expands to too much by its aliases', error);
  }
}

function documentOf(text: string, lineCounter: LineCounter, unusable: Unusable): Document {
  try {
    return parseDocument(text, { lineCounter, prettyErrors: false });
  } catch (error) {
    // The parser is recursive.
    throw unusable('is nested too deeply', error);
  }
}

/** The place of an alias without an anchor. The parser finds it only when the value is made, and then without its place. */
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

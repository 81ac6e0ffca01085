import type { ListBlock } from '../../rst/blocks.ts';
import type { PageOperation } from '../../rst/operation.ts';
import { collapseWhitespace, type SourceLocation } from '../../rst/source-location.ts';
import { findBlock } from '../citation.ts';
import { type DriftFinding, driftFinding, type PageComparison, quoted } from '../finding.ts';

/** The list on the page that names all examples of the request (`x-listed-in`), on both sides. */
export const listedExamples: PageComparison = {
  id: 'listed-examples',
  run({ operation, pages }) {
    const { body } = operation;
    if (body?.listedIn === undefined) return [];
    const { listedIn, examples } = body;
    const lists = pages.flatMap((page) => listOf(page, listedIn));
    const [first] = lists;
    if (!first) {
      const message = `The page has no list that is introduced as ${listedIn}.`;
      return [driftFinding('list-not-on-page', pages[0].place, body.pointer, message)];
    }
    const listed = lists.flatMap(({ items }) =>
      items.flatMap(({ place, text }) => alternatives(text).map((name) => ({ place, name }))),
    );
    const inDocument = new Set(examples.map(({ summary }) => folded(summary)));
    const onPage = new Set(listed.map(({ name }) => folded(name)));
    return [
      ...listed.flatMap(({ place, name }) => missing(inDocument, name, place, body.pointer)),
      ...examples
        .filter(({ summary }) => !onPage.has(folded(summary)))
        .map(({ summary, pointer }) =>
          driftFinding(
            'example-not-listed',
            first.place,
            pointer,
            `The page's list does not have ${quoted(summary)}.`,
          ),
        ),
    ];
  },
};

function missing(
  known: ReadonlySet<string>,
  name: string,
  place: SourceLocation,
  pointer: string,
): DriftFinding[] {
  if (known.has(folded(name))) return [];
  const message = `The page lists ${quoted(name)}, for which the document has no example.`;
  return [driftFinding('listed-without-example', place, pointer, message)];
}

function listOf(page: PageOperation, name: string): readonly ListBlock[] {
  const found = findBlock(page, name);
  return found.block?.kind === 'list' ? [found.block] : [];
}

const folded = (text: string): string => collapseWhitespace(text).toLowerCase();

/**
 * The meanings of an item such as `Red 1/2 to Blue 3 and Green 4`: each alternative before `to` combined with
 * each one after it. An alternative that is only a number belongs to the preceding word.
 */
export function alternatives(item: string): string[] {
  const text = collapseWhitespace(item);
  const at = text.indexOf(' to ');
  if (at < 0) return [text];
  const [before, after] = [text.slice(0, at), text.slice(at + ' to '.length)];
  return choices(before).flatMap((from) => choices(after).map((to) => `${from} to ${to}`));
}

function choices(text: string): string[] {
  const parts = text
    .split(/ and | or |,/)
    .flatMap((part) => part.split('/'))
    .map((part) => part.trim())
    .filter((part) => part !== '');
  let word = '';
  return parts.map((part) => {
    const own = part.split(' ');
    if (own.length > 1) word = own.slice(0, -1).join(' ');
    return own.length > 1 || word === '' || !/^\d/.test(part) ? part : `${word} ${part}`;
  });
}

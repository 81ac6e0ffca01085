import type { JudgedCase } from '../../../src/checks/check.ts';
import { itemsShown, type Relation } from '../../../src/checks/relations.ts';
import { atPath } from '../../../src/util/json-pointer.ts';
import { isPlainObject } from '../../../src/util/plain-object.ts';
import { type Answer, answered, judgedCase } from '../../support/exchanges.ts';

/** A list and a read of books show each book alike. */
const relation: Relation = {
  requirement: 'SAME-BOOK',
  severity: 'deviation',
  statement: 'The list shows a book otherwise than it is read.',
  between: [
    {
      operationId: 'listBooks',
      status: 200,
      select: ({ answer }) => {
        const books = atPath(answer, 'books');
        return new Map((Array.isArray(books) ? books : []).flatMap(bookOf));
      },
    },
    { operationId: 'readBook', status: 200, select: ({ answer }) => new Map(bookOf(answer)) },
  ],
};

function bookOf(book: unknown): [string, { readonly title: unknown; readonly by: unknown }][] {
  return isPlainObject(book) && typeof book.id === 'string'
    ? [[book.id, { title: book.title, by: book.by }]]
    : [];
}

const shown = (answer: Answer, judged: Partial<JudgedCase> = {}, relations = [relation]) =>
  itemsShown(
    relations,
    answered({ status: 200, method: 'GET', values: { book: 'b%2D1' }, ...answer }),
    judgedCase(200, { operationId: 'listBooks', ...judged }),
  ).map(({ id, members }) => [id, members]);

const book = { id: 'B-1', title: 'Emma', pages: 500 };

test.each<[what: string, answer: Answer, judged: Partial<JudgedCase>, items: unknown]>([
  ['an item that the run was given', { body: { books: [book] } }, {}, [['b-1', { title: 'Emma' }]]],
  ['by the other operation', { body: book }, { operationId: 'readBook' }, [['b-1', { title: 'Emma' }]]],
  ['of several, those', { body: { books: [{ id: 'other' }, book] } }, {}, [['b-1', { title: 'Emma' }]]],
  ['one of somebody else', { body: { books: [{ ...book, id: 'other' }] } }, {}, []],
  [
    'one as long as is kept',
    { body: { books: [{ id: 'B-1', title: 'x'.repeat(4084) }] } },
    {},
    [['b-1', { title: 'x'.repeat(4084) }]],
  ],
  ['one that is longer', { body: { books: [{ id: 'B-1', title: 'x'.repeat(4085) }] } }, {}, []],
  ['one that is too long', { body: { books: [{ ...book, title: 'x'.repeat(5000) }] } }, {}, []],
  ['of another operation', { body: { books: [book] } }, { operationId: 'burnBook' }, []],
  ['with another status', { body: { books: [book] }, status: 203 }, {}, []],
  ['of any body that an ambiguity allows', { body: { books: [book] } }, { anyBody: 'AMB' }, []],
  ['of HEAD', { body: { books: [book] }, method: 'HEAD' }, {}, []],
  ['of no JSON', { body: 'books' }, {}, []],
  ['of a malformed list', { body: { books: 'none' } }, {}, []],
  ['of what was not read whole', { body: { books: [book] }, incomplete: 'cut' }, {}, []],
  ['of what says two things', { body: '{"books":[],"books":[{"id":"b-1"}]}' }, {}, []],
])('what is kept of an answer: %s', (_, answer, judged, items) =>
  expect(shown(answer, judged)).toEqual(items),
);

test('no relation keeps nothing', () => expect(shown({ body: { books: [book] } }, {}, [])).toEqual([]));

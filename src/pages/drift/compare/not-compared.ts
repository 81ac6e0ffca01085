import { noteFinding, type PageComparison } from '../finding.ts';

/** Parts of a page that were read over or are not compared: each is reported. */
export const notCompared: PageComparison = {
  id: 'not-compared',
  run({ operation: { pointer }, pages }) {
    return pages.flatMap(({ otherTables, otherCode, otherSections, notes }) => [
      ...otherTables.map(({ place }) => noteFinding('table-not-compared', place, pointer, messages.table)),
      ...otherCode.map(({ place }) => noteFinding('code-not-compared', place, pointer, messages.code)),
      ...notes.map(({ place, what }) => noteFinding('page-fault', place, pointer, `The page has ${what}.`)),
      ...otherSections.flatMap(({ blocks: [first] }) =>
        first ? [noteFinding('section-not-compared', first.place, pointer, messages.section)] : [],
      ),
    ]);
  },
};

const messages = {
  table: 'Neither head nor introduction of this table shows what it is about; it is not compared.',
  code: 'This code is neither an HTTP message nor JSON; it is not compared.',
  section: 'This section describes no operation; nothing in it is compared.',
};

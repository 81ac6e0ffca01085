import { type Comparison, note } from '../finding.ts';

/** Tables of which it cannot be told what they are about: nothing in them is compared, which must not go unsaid. */
export const tables: Comparison = {
  id: 'tables',
  run({ operation, pages }) {
    const message =
      'What this table is about cannot be told from its head or what leads in to it; it is not compared.';
    return pages.flatMap((page) =>
      page.otherTables.map(({ place }) => note('table-not-compared', place, operation.pointer, message)),
    );
  },
};

import type { Catalogue } from '../catalogue/catalogue.ts';

/** What of the operations is not tested, and why: a line for each note. */
export const operationNotes = ({ operations }: Catalogue): string =>
  [...operations.values()]
    .flatMap(({ id, method, path, notes = [] }) =>
      notes.map((note) => `note: ${id} (${method} ${path}): ${note}\n`),
    )
    .join('');

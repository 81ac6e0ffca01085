import { importPages } from '../../app/import-pages.ts';
import type { SpecImportSettings } from '../../config/settings/files.ts';
import type { Draft } from '../../pages/import/draft.ts';
import { count } from '../../util/text.ts';
import type { Io } from '../io.ts';

/** Drafts operations from pages of the reference, and lists what the pages do not say. */
export async function specImportCommand(settings: SpecImportSettings, io: Io): Promise<number> {
  const { draft, refusal } = await importPages(settings);
  io.out(summary(draft, settings));
  if (refusal) throw refusal;
  return 0;
}

function summary({ operations, unknown, left }: Draft, { file, mode }: SpecImportSettings): string {
  const verb = mode === 'out' ? 'written to' : 'added to';
  return [
    ...left.map((what) => `Left as it is: ${what}`),
    `Draft of ${count(operations.length, 'operation')} ${verb} ${file}. Review it before use.`,
    ...(operations.length === 0 ? [] : ['The pages do not say:', ...unknown.map((what) => `  ${what}`)]),
    ...(mode === 'out' ? [`List the cases it gives: clouddb-conformance list --spec ${file}`] : []),
    '',
  ].join('\n');
}

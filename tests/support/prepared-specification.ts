import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { prepareSpecification } from '../../src/app/prepare-specification.ts';
import { textOf } from '../../src/app/specification-text.ts';

const root = join(__dirname, '../..');
const prepared = join(root, 'spec/specification.json');

/**
 * Jest's global set-up: prepares the specification where code that runs from a checkout looks for it, as the build does
 * for `dist`. Without it each run in a test would read and validate the files of `spec/` again, which takes longer than
 * the run itself. Every start of jest prepares it anew, so it is never stale.
 */
export default async function prepare(): Promise<void> {
  const file = `${prepared}.${process.pid}`;
  await writeFile(file, textOf(await prepareSpecification(root)));
  // Renamed, because another jest may be reading it.
  await rename(file, prepared);
}

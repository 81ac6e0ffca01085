import { checkReportPath, errorCode, writeNewFile } from '../../app/files.ts';
import { loadSpecification } from '../../app/specification.ts';
import type { SpecImportSettings } from '../../config/settings/files.ts';
import { rootMessage, SuiteError } from '../../model/errors.ts';
import { type Draft, draftOf } from '../../pages/import/draft.ts';
import { readPages } from '../../pages/read-pages.ts';
import { counted } from '../../util/table.ts';
import type { Io } from '../io.ts';

/** Writes a first OpenAPI document of pages of the reference, and says what it could not know. */
export async function specImportCommand({ pages, out }: SpecImportSettings, io: Io): Promise<number> {
  const [first, ...rest] = await readPages(pages);
  if (!first) throw new SuiteError('internal', 'A page without operations was accepted.');
  const { faults } = (await loadSpecification()).sources;
  const draft = draftOf([first, ...rest], { faults });
  await checkValid(draft);
  await checkReportPath(out, 'A draft');
  const { stringify } = await import('yaml');
  await writeNew(
    out,
    `${head}${stringify(draft.document, { aliasDuplicateObjects: false, lineWidth: 110 })}`,
  );
  io.out(
    [
      `Draft of ${counted(1 + rest.length, 'operation')} written to ${out}. It is to be reviewed before anybody relies on it.`,
      'What the pages do not tell:',
      ...draft.unknown.map((what) => `  ${what}`),
      `What it would test: clouddb-conformance list --spec ${out}`,
      '',
    ].join('\n'),
  );
  return 0;
}

const head = [
  '# A draft, made from pages of the reference by `clouddb-conformance spec import`. Review it before use.',
  '# x-unknown lists what the pages do not tell.',
  '',
].join('\n');

/** Pages may be read and still make no document, such as two paths that differ in the names of parameters alone. */
async function checkValid({ document }: Draft): Promise<void> {
  const { default: SwaggerParser } = await import('@apidevtools/swagger-parser');
  // It dereferences what it is given, so it is given a copy.
  await SwaggerParser.validate(JSON.parse(JSON.stringify(document))).catch((cause: unknown) => {
    throw new SuiteError(
      'configuration',
      `The pages make no valid OpenAPI document: ${rootMessage(cause)}.`,
      {
        cause,
      },
    );
  });
}

/** A reviewed document must not be lost to the next draft. */
async function writeNew(file: string, text: string): Promise<void> {
  await writeNewFile(file, text).catch((cause: unknown) => {
    throw new SuiteError(
      'usage',
      errorCode(cause) === 'EEXIST'
        ? `--out names ${file}, which exists and would be overwritten. Name another file, or remove that one.`
        : `The draft cannot be written to ${file}: ${rootMessage(cause)}.`,
      { cause },
    );
  });
}

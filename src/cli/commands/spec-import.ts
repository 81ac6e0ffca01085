import { checkReportPath } from '../../app/files.ts';
import { loadSpecification } from '../../app/specification.ts';
import { writeNewFile } from '../../app/write-file.ts';
import type { SpecImportSettings } from '../../config/settings/files.ts';
import { rootMessage, SuiteError } from '../../model/errors.ts';
import { type Draft, draftOf } from '../../pages/import/draft.ts';
import { readPages } from '../../pages/read-pages.ts';
import { errorCode } from '../../util/error-code.ts';
import { count } from '../../util/text.ts';
import type { Io } from '../io.ts';

/** Drafts an OpenAPI document from pages of the reference, and lists what the pages do not say. */
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
      `Draft of ${count(1 + rest.length, 'operation')} written to ${out}. Review it before use.`,
      'The pages do not say:',
      ...draft.unknown.map((what) => `  ${what}`),
      `List the cases it gives: clouddb-conformance list --spec ${out}`,
      '',
    ].join('\n'),
  );
  return 0;
}

const head = [
  '# A draft, made from pages of the reference by `clouddb-conformance spec import`. Review it before use.',
  '# x-unknown lists what the pages do not say.',
  '',
].join('\n');

/** Pages that were read may still make no valid document: two paths may differ only in the names of parameters. */
async function checkValid({ document }: Draft): Promise<void> {
  const { default: SwaggerParser } = await import('@apidevtools/swagger-parser');
  // It dereferences its argument in place, so it gets a copy.
  await SwaggerParser.validate(JSON.parse(JSON.stringify(document))).catch((cause: unknown) => {
    throw new SuiteError(
      'configuration',
      `The pages do not make a valid OpenAPI document: ${rootMessage(cause)}.`,
      {
        cause,
      },
    );
  });
}

/** A new draft must not overwrite a reviewed document. */
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

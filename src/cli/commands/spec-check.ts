import { loadSpecification, suiteOf } from '../../app/specification.ts';
import type { SpecCheckSettings } from '../../config/settings/files.ts';
import { exitCodes } from '../../model/errors.ts';
import { checkPages } from '../../pages/drift/check.ts';
import { documentOperations } from '../../pages/drift/document.ts';
import { driftAnnotations, driftFindings, driftJson, driftText } from '../../pages/drift/report.ts';
import { readPages, refusalOf } from '../../pages/read-pages.ts';
import type { Io } from '../io.ts';

/** Compares pages of the reference with the OpenAPI document, and follows the citations of requirements. */
export async function specCheckCommand(
  { pages, spec, json, annotations }: SpecCheckSettings,
  io: Io,
): Promise<number> {
  const specification = await loadSpecification(spec);
  // Pages are always those of the reference, whatever document is compared with them.
  const { requirements, sources, document: own } = await loadSpecification();
  const { document } = specification;
  const known = Object.values(sources.pages).flatMap(({ anchor }) => (anchor === undefined ? [] : [anchor]));
  const { operations, texts, refused } = await readPages(pages, new Set(known));
  if (operations.length + texts.length === 0) throw refusalOf(refused);
  const drift = checkPages(operations, document, {
    requirements,
    sources: sources.pages,
    operations: documentOperations(own),
    texts,
  });
  const about = suiteOf(specification).specification;
  // GitHub reads annotations from both streams; stdout is for JSON alone.
  if (annotations) (json ? io.err : io.out)(driftAnnotations(drift), 'commands');
  io.out(json ? driftJson(drift, about) : driftText(drift, about));
  if (refused.length > 0) throw refusalOf(refused);
  return driftFindings(drift).length > 0 ? exitCodes.deviates : exitCodes.conformant;
}

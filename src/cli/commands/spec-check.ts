import { checkPages } from '../../drift/check.ts';
import { exitCodes } from '../../errors.ts';
import { driftAnnotations, driftJson, driftOf, driftText } from '../drift-output.ts';
import type { Io } from '../io.ts';
import { readPages } from '../reference-pages.ts';
import type { SpecCheckSettings } from '../settings/files.ts';
import { loadSpecification, suiteOf } from '../specification.ts';

/** Compares pages of the reference with the OpenAPI document, and follows the citations of requirements. */
export async function specCheckCommand(
  { pages, spec, json, annotations }: SpecCheckSettings,
  io: Io,
): Promise<number> {
  const operations = await readPages(pages);
  const specification = await loadSpecification(spec);
  const { requirements, sources, document } = specification;
  const drift = checkPages(operations, document, { requirements, sources: sources.pages });
  const about = suiteOf(specification).specification;
  // GitHub reads commands from both streams; JSON has its own to itself.
  if (annotations) (json ? io.err : io.out)(driftAnnotations(drift));
  io.out(json ? driftJson(drift, about) : driftText(drift, about));
  return driftOf(drift).length > 0 ? exitCodes.deviates : exitCodes.conformant;
}

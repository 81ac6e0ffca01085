import { catalogueWith } from '../../app/catalogues.ts';
import { explained } from '../../app/explanation.ts';
import { loadSpecification } from '../../app/specification.ts';
import { statementsOf } from '../../app/statements.ts';
import type { ExplainSettings } from '../../config/settings/catalogue.ts';
import { visible } from '../../util/text.ts';
import type { Io } from '../io.ts';

/** Prints what is known of a case, a documented status, a requirement or an ambiguity. */
export async function explainCommand(id: string, { spec }: ExplainSettings, io: Io): Promise<number> {
  const specification = await loadSpecification(spec);
  const known = { catalogue: await catalogueWith(specification), ...statementsOf(specification) };
  io.out(`${[...explained(id, known)].map((text) => visible(text)).join('\n')}\n`);
  return 0;
}

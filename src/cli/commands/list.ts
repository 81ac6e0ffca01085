import { invariants } from '../../../contracts/invariants/index.ts';
import { catalogueWith } from '../../app/catalogues.ts';
import { ofOperations } from '../../app/introduction.ts';
import { parties } from '../../app/pact.ts';
import { loadSpecification } from '../../app/specification.ts';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { exclusions, gaps } from '../../catalogue/gaps.ts';
import { catalogueInScope } from '../../catalogue/scope.ts';
import { selectCasesOfShard } from '../../catalogue/shard.ts';
import { datastoreState } from '../../config/api-options.ts';
import type { ListSettings } from '../../config/settings/catalogue.ts';
import { representable } from '../../pact/interaction.ts';
import { table } from '../../util/table.ts';
import { count, jsonText, line } from '../../util/text.ts';
import type { Io } from '../io.ts';

/** Prints the catalogue: one line for each case, or everything about each as JSON. */
export async function listCommand(
  { json, operation, only, skip, shard, datastore, spec }: ListSettings,
  io: Io,
): Promise<number> {
  const state = datastore && datastoreState(datastore);
  const catalogue = catalogueInScope(
    await catalogueWith(await loadSpecification(spec), { state }),
    operation,
  );
  const { cases, unusable } = catalogue;
  const selected = selectCasesOfShard(cases, { only, skip, shard, unusable });
  const listed = cases.filter(({ id }) => selected?.has(id) ?? true);
  if (json) {
    const said = representable(catalogue, { examples: parties.examples, invariants });
    const described = listed.map((item) => ({ ...item, pact: said.get(item.id) }));
    io.out(jsonText(described));
    if (!selected) for (const text of openEnds(catalogue)) io.err(`${line(text, 2000)}\n`);
    return 0;
  }
  const rows = listed.map(({ id, risk, tolerates, title }) => [
    id,
    risk,
    tolerates.length === 0 ? '' : `or ${tolerates.map(({ status }) => status).join(' ')}`,
    title,
  ]);
  io.out(table([['CASE', 'RISK', 'TOLERATES', 'TITLE'], ...rows]));
  const statuses = new Set(listed.map(({ operationId, status }) => `${operationId} ${status}`)).size;
  io.out(
    `\n${count(listed.length, 'case')} about ${count(statuses, 'documented code')}${ofOperations(listed, catalogue)}\n`,
  );
  // A selection leaves cases out as it pleases.
  if (!selected) for (const text of openEnds(catalogue)) io.out(`${line(text, 2000)}\n`);
  return 0;
}

const openEnds = (catalogue: Catalogue): readonly string[] => [...gaps(catalogue), ...exclusions(catalogue)];

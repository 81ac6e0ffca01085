import { invariants } from '../../../contracts/invariants/index.ts';
import { operationNotes } from '../../app/operation-notes.ts';
import { parties } from '../../app/pact.ts';
import { stateMatcher } from '../../app/run-options.ts';
import { catalogueFor, loadSpecification } from '../../app/specification.ts';
import { selectCasesOfShard } from '../../catalogue/shard.ts';
import { datastoreState } from '../../config/api-options.ts';
import type { ListSettings } from '../../config/settings/catalogue.ts';
import { representable } from '../../pact/interaction.ts';
import { table } from '../../util/table.ts';
import { count, jsonText } from '../../util/text.ts';
import type { Io } from '../io.ts';

/** Prints the catalogue: one line for each case, or everything about each as JSON. */
export async function listCommand(
  { json, only, skip, shard, datastore, spec }: ListSettings,
  io: Io,
): Promise<number> {
  const fits = datastore && stateMatcher(datastoreState(datastore));
  const catalogue = catalogueFor(await loadSpecification(spec), fits);
  io.err(operationNotes(catalogue));
  const { cases } = catalogue;
  const selected = selectCasesOfShard(cases, { only, skip, shard });
  const listed = cases.filter(({ id }) => selected?.has(id) ?? true);
  if (json) {
    const said = representable(catalogue, { examples: parties.examples, invariants });
    const described = listed.map((item) => ({ ...item, pact: said.get(item.id) }));
    io.out(jsonText(described));
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
  io.out(`\n${count(listed.length, 'case')} about ${count(statuses, 'documented code')}\n`);
  return 0;
}

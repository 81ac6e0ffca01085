import { catalogueWith } from '../../app/catalogues.ts';
import { loadSpecification } from '../../app/specification.ts';
import { statementsOf } from '../../app/statements.ts';
import { documentedCodesOf } from '../../catalogue/documented-codes.ts';
import { comparisonReporters } from '../../compare/index.ts';
import { completionScripts } from '../../completion/index.ts';
import type { Shell } from '../../config/commands.ts';
import { reporters } from '../../reporters/index.ts';
import type { Io } from '../io.ts';

/** Prints the completion script of a shell, with the names of the document that ships. */
export async function completionCommand(shell: Shell, io: Io): Promise<number> {
  const specification = await loadSpecification();
  const catalogue = await catalogueWith(specification);
  const operations = [...catalogue.operations.values()];
  const codes = documentedCodesOf(catalogue);
  const { requirements, ambiguities } = statementsOf(specification);
  const script = await completionScripts[shell]();
  const text = script({
    cases: catalogue.cases.map(({ id }) => id),
    operations: [...new Set(operations.flatMap(({ id, tags }) => [id, ...tags]))],
    codes: [
      ...new Set([...codes.values()].flat().map(String)),
      ...[...codes].flatMap(([id, all]) => all.map((status) => `${id}/${status}`)),
    ],
    statements: [...Object.keys(requirements), ...Object.keys(ambiguities)],
    reportFormats: Object.keys(reporters),
    comparisonFormats: Object.keys(comparisonReporters),
  });
  io.out(text);
  return 0;
}

import { invariants } from '../../../contracts/invariants/index.ts';
import type { Provider } from './behaviour.ts';
import { rows } from './markdown.ts';
import { type Proved, type Results, relationOf } from './prove.ts';
import type { Suite } from './suite.ts';
import { operationsOf, type Tables } from './tables.ts';

/** What the proof shows of each operation. */

export interface OperationRow {
  readonly operationId: string;
  readonly deviants: number;
  readonly killed: number;
  /** Lawful variants, and those of them that raised a deviation. */
  readonly variants: number;
  readonly blamed: number;
  readonly cases: number;
  /** Ids of the cases that report no deviant. */
  readonly unproven: readonly string[];
}

export function matrixOf(suite: Suite, { deviants, variants }: Tables, results: Results): OperationRow[] {
  const isKilled = ({ name }: Provider) =>
    results.deviants.has(name) && results.deviants.get(name)?.fault === undefined;
  const isBlamed = ({ name }: Provider) => results.variants.get(name)?.fault !== undefined;
  const proven = provenCases(results);
  return [...suite.catalogue.operations.keys()].map((operationId) => {
    const own = (provider: Provider) => operationsOf(provider).includes(operationId);
    const cases = suite.catalogue.cases.filter((item) => item.operationId === operationId);
    return {
      operationId,
      deviants: deviants.filter(own).length,
      killed: deviants.filter(own).filter(isKilled).length,
      variants: variants.filter(own).length,
      blamed: variants.filter(own).filter(isBlamed).length,
      cases: cases.length,
      unproven: cases.map(({ id }) => id).filter((id) => !proven.has(id)),
    };
  });
}

const provenCases = ({ deviants }: Results): ReadonlySet<string> =>
  new Set([...deviants.values()].flatMap(({ reported }) => reported.flatMap((item) => item.cases)));

/** Relations within answers that no deviant breaks alone. */
export function unprovenInvariants({ deviants }: Results): string[] {
  const alone = ({ fault, invariants: broken = [] }: Proved) =>
    fault === undefined && broken.length === 1 ? broken : [];
  const proven = new Set([...deviants.values()].flatMap(alone));
  return invariants
    .map(({ operationId, pointer, statement }) => relationOf(operationId, `body ${pointer}`, statement))
    .filter((relation) => !proven.has(relation));
}

const heads = ['operation', 'deviants killed', 'lawful variants blamed', 'cases unproven'];

const cellsOf = ({ operationId, deviants, killed, variants, blamed, cases, unproven }: OperationRow) => [
  operationId,
  `${killed} of ${deviants}`,
  `${blamed} of ${variants}`,
  `${unproven.length} of ${cases}`,
];

/** The matrix as a table of a page. */
export const matrixTable = (matrix: readonly OperationRow[]): string => rows(heads, matrix.map(cellsOf));

/** The matrix in columns, for a terminal. */
export function matrixText(matrix: readonly OperationRow[]): string {
  const lines = [heads, ...matrix.map(cellsOf)];
  const widths = heads.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  return lines
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** `build/proof.json`. */
export interface ProofData {
  readonly operations: readonly OperationRow[];
  /** By requirement and operation, the deviants that were seen to break it and that the suite killed. */
  readonly requirements: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

export function proofData(suite: Suite, tables: Tables, results: Results): ProofData {
  const killed = tables.deviants.flatMap((deviant) => {
    const proved = results.deviants.get(deviant.name);
    return proved && proved.fault === undefined ? [{ deviant, broken: proved.requirements ?? [] }] : [];
  });
  const breaking = (requirement: string) =>
    killed.filter(({ broken }) => broken.includes(requirement)).map(({ deviant }) => deviant);
  const byOperation = (deviants: readonly Provider[]) =>
    Object.fromEntries(
      [...new Set(deviants.flatMap(operationsOf))].map((id) => [
        id,
        deviants.filter((one) => operationsOf(one).includes(id)).map(({ name }) => name),
      ]),
    );
  const ids = [...new Set(killed.flatMap(({ broken }) => broken))].sort();
  const requirements = Object.fromEntries(ids.map((id) => [id, byOperation(breaking(id))]));
  return { operations: matrixOf(suite, tables, results), requirements };
}

import { SuiteError } from '../model/errors.ts';
import type { Operation } from '../openapi/operations.ts';
import { didYouMean } from '../util/nearest.ts';
import { shortList } from '../util/text.ts';
import type { Catalogue } from './catalogue.ts';

/**
 * The operations that the names are of, with their cases; without names, the whole catalogue. A name is an operation id or
 * a tag. Unlike a selection of cases, this leaves no case out of what a run is about (decision 0035).
 * @throws SuiteError of kind `usage` for a name of nothing.
 */
export function catalogueInScope(catalogue: Catalogue, names: readonly string[]): Catalogue {
  if (names.length === 0) return catalogue;
  const { cases, unusable = [] } = catalogue;
  const all = [...catalogue.operations.values(), ...unusable];
  for (const name of names) if (!all.some((one) => isNamed(one, name))) throw unknownName(name, all);
  const operations = new Map(
    [...catalogue.operations].filter(([, one]) => names.some((name) => isNamed(one, name))),
  );
  return {
    ...catalogue,
    operations,
    cases: cases.filter(({ operationId }) => operations.has(operationId)),
    unusable: unusable.filter((one) => names.some((name) => isNamed(one, name))),
    scope: { names: [...new Set(names)], of: all.length },
  };
}

type Named = Pick<Operation, 'id' | 'tags'>;

const isNamed = ({ id, tags }: Named, name: string): boolean => id === name || tags.includes(name);

function unknownName(name: string, operations: readonly Named[]): SuiteError {
  const ids = operations.map(({ id }) => id);
  const tags = [...new Set(operations.flatMap((operation) => operation.tags))];
  const hint =
    didYouMean(name, [...ids, ...tags]) ||
    ` It has ${listed(ids, 'operation')}${tags.length > 0 ? `, and ${listed(tags, 'tag')}` : ''}.`;
  return new SuiteError(
    'usage',
    `--operation ${JSON.stringify(name)} names no operation and no tag of the document.${hint}`,
  );
}

const listed = (names: readonly string[], what: string): string =>
  `the ${what}${names.length === 1 ? '' : 's'} ${shortList(names, 12)}`;

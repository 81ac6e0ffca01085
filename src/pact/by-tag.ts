import type { Catalogue } from '../catalogue/catalogue.ts';
import { SuiteError } from '../model/errors.ts';
import type { Operation } from '../openapi/operations.ts';
import type { Parties } from './contract.ts';

/** What one contract is about: the operations of a tag, between a consumer of its own and the provider. */
export interface ContractScope {
  /** Name of its file, without the ending. */
  readonly name: string;
  readonly parties: Parties;
  /** The operations of the tag, with their cases. */
  readonly catalogue: Catalogue;
}

/**
 * One contract for each tag of a catalogue, in the order of their names: a broker holds one contract for each pair of
 * consumer and provider. An operation belongs to its first tag. Those without a tag share the contract of the consumer
 * that `parties` names.
 * @throws SuiteError of kind `configuration` for a tag that cannot name a file and a consumer
 */
export function contractScopes(catalogue: Catalogue, parties: Parties): readonly ContractScope[] {
  const tags = [...new Set([...catalogue.operations.values()].map(tagOf))];
  const scopes = tags.map((tag): ContractScope => {
    const operations = new Map([...catalogue.operations].filter(([, operation]) => tagOf(operation) === tag));
    const cases = catalogue.cases.filter(({ operationId }) => operations.has(operationId));
    const own = { ...catalogue, operations, cases };
    if (tag === undefined) return { name: parties.consumer, parties, catalogue: own };
    return {
      name: checkedName(tag),
      parties: { ...parties, consumer: `${parties.consumer}-${tag}` },
      catalogue: own,
    };
  });
  refuseSameNames(scopes);
  return scopes.sort((a, b) => (a.name < b.name ? -1 : 1));
}

const tagOf = ({ tags: [tag] }: Pick<Operation, 'tags'>): string | undefined => tag;

function checkedName(tag: string): string {
  if (/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(tag)) return tag;
  throw unusable(
    tag,
    'it may have letters, digits, "_", "." and "-", and begin with neither of the last two',
  );
}

/** Some file systems do not tell upper from lower case. */
function refuseSameNames(scopes: readonly ContractScope[]): void {
  const names = new Set<string>();
  for (const { name } of scopes) {
    const folded = name.toLowerCase();
    if (names.has(folded)) throw unusable(name, 'another contract has that name');
    names.add(folded);
  }
}

const unusable = (tag: string, why: string): SuiteError =>
  new SuiteError('configuration', `The tag ${JSON.stringify(tag)} cannot name a Pact contract: ${why}.`);

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PactV4 } from '@pact-foundation/pact';
import type { Invariant } from '../checks/invariants.ts';
import { SuiteError } from '../model/errors.ts';
import type { ContractScope } from './by-tag.ts';
import { contractPath, type Parties } from './contract.ts';
import { contractText } from './contract-text.ts';
import { interactionsOf } from './interaction.ts';
import { type ConsumerOptions, playInteraction } from './play-interaction.ts';

export interface GenerationOptions extends Omit<ConsumerOptions, 'examples' | 'pact'> {
  readonly invariants: readonly Invariant[];
  /** A consumer that writes to a directory. Each interaction has its own, because Pact rereads a file to add to it. */
  readonly pactIn: (parties: Parties, directory: string) => PactV4;
  /** Where Pact writes. */
  readonly directory: string;
}

/**
 * The text of a contract: plays every interaction as its consumer, then writes the contract.
 * @throws when the mock server and the suite do not agree
 */
export async function generateContract(
  { catalogue, parties }: ContractScope,
  generation: GenerationOptions,
): Promise<string> {
  const { examples } = parties;
  const interactions = interactionsOf(catalogue, { examples, invariants: generation.invariants });
  const written: string[] = [];
  for (const interaction of interactions) {
    const item = catalogue.cases.find(({ id }) => id === interaction.caseId);
    const operation = item && catalogue.operations.get(item.operationId);
    if (!operation) throw new SuiteError('internal', `${interaction.caseId} is not in the catalogue.`);
    const directory = join(generation.directory, String(written.length));
    const pact = generation.pactIn(parties, directory);
    const { judgement } = await playInteraction(interaction, item, operation, {
      ...generation,
      pact,
      examples,
    });
    if (judgement.verdict !== 'conforms')
      throw new SuiteError('internal', `${interaction.id}: the mock server's answer ${judgement.verdict}.`);
    written.push(await readFile(contractPath(parties, directory), 'utf8'));
  }
  return contractText(written, interactions, { catalogue, parties });
}

import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Contract, readContract } from '../../src/pact/contract.ts';
import { root } from './apis.ts';

/** A contract as committed. */
export interface CommittedContract extends Contract {
  /** The tag that it is about. */
  readonly name: string;
  readonly file: string;
  readonly text: string;
}

const directory = join(root, 'contracts/pacts');

/** Every committed contract. Not asynchronous, because tests are named by them. */
export const committedContracts: readonly CommittedContract[] = readdirSync(directory)
  .map((entry) => {
    const file = join(directory, entry);
    const text = readFileSync(file, 'utf8');
    return { ...readContract(text, file), name: basename(file, '.json'), file, text };
  })
  .sort((a, b) => (a.name < b.name ? -1 : 1));

/** The interactions of all of them. */
export const committedInteractions = committedContracts.flatMap(({ interactions }) => interactions);

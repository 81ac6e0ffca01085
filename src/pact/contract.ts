import { join } from 'node:path';
import { rootMessage, SuiteError } from '../model/errors.ts';
import { atPath } from '../util/json-pointer.ts';
import { isPlainObject } from '../util/plain-object.ts';

/** Names and example values of a contract. */
export interface Parties {
  readonly consumer: string;
  readonly provider: string;
  /** Example values, by name. */
  readonly examples: Readonly<Record<string, string>>;
}

/** The path under which Pact writes a contract. */
export const contractPath = ({ consumer, provider }: Parties, directory: string): string =>
  join(directory, `${consumer}-${provider}.json`);

export type JsonObject = Readonly<Record<string, unknown>>;

/** One interaction of a contract, as in the file. */
export interface ContractInteraction {
  readonly id: string;
  /** The case that it expresses. */
  readonly caseId: string;
  readonly description: string;
  /** The interaction in Pact's format. */
  readonly interaction: JsonObject;
}

/** A contract in Pact's format, version 4. */
export interface Contract {
  readonly consumer: string;
  readonly provider: string;
  readonly interactions: readonly ContractInteraction[];
}

/** Group and name of the reference, among an interaction's comments, that names its case. */
export const caseReference = { group: 'catalogue', name: 'case' } as const;

/**
 * Reads a contract that the suite has generated.
 * @throws SuiteError of kind `configuration` for any other file.
 */
export function readContract(text: string, file: string): Contract {
  const wrong = (why: string, cause?: unknown) =>
    new SuiteError('configuration', `${file} is not a contract of this suite: ${why}.`, { cause });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw wrong(rootMessage(cause), cause);
  }
  const consumer = atPath(value, 'consumer', 'name');
  const provider = atPath(value, 'provider', 'name');
  const interactions = atPath(value, 'interactions');
  if (typeof consumer !== 'string' || typeof provider !== 'string' || !Array.isArray(interactions))
    throw wrong('it lacks a consumer, a provider or interactions');
  return {
    consumer,
    provider,
    interactions: interactions.map((interaction: unknown) => {
      const description = atPath(interaction, 'description');
      const caseId = atPath(interaction, 'comments', 'references', caseReference.group, caseReference.name);
      if (!isPlainObject(interaction) || typeof description !== 'string' || typeof caseId !== 'string')
        throw wrong('an interaction names no case of the catalogue');
      return { id: description.split(':')[0] ?? '', caseId, description, interaction };
    }),
  };
}

/** A contract with only these interactions, for a verifier. */
export function contractJson({ consumer, provider }: Contract, interactions: readonly JsonObject[]): string {
  return JSON.stringify({
    consumer: { name: consumer },
    provider: { name: provider },
    interactions,
    metadata: { pactSpecification: { version: '4.0' } },
  });
}

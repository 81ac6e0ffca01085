import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { RequestValues } from '../config/api-options.ts';
import { rootMessage, SuiteError } from '../model/errors.ts';
import { type Contract, contractPath, type Parties, readContract } from '../pact/contract.ts';

/** Example values in the contract. When `serve` gets the same, any Pact tool can verify the contract against it. */
const examples: Required<RequestValues> = {
  version: 'v1.0',
  accountId: '1234',
  instanceId: 'd4603f69-ec7e-4e9b-803f-600b9205576f',
  token: 'a-token-of-the-contract',
};

/** The participants of the contract, by their names at a broker. */
export const parties: Parties = {
  consumer: 'clouddb-conformance',
  provider: 'cloud-databases',
  examples: { ...examples },
};

/** The build copies the contract, so this path is right both in a checkout and in `dist`. */
export const contractFile: string = contractPath(
  parties,
  fileURLToPath(new URL('../../contracts/pacts', import.meta.url)),
);

/** The contract that ships. */
export async function loadContract(): Promise<Contract> {
  const text = await readFile(contractFile, 'utf8').catch((cause: unknown) => {
    throw new SuiteError(
      'internal',
      `The contract ${contractFile} cannot be read (${rootMessage(cause)}); install the package again.`,
      { cause },
    );
  });
  return readContract(text, contractFile);
}

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { RequestValues } from '../config/api-options.ts';
import { rootMessage, SuiteError } from '../model/errors.ts';
import { type ContractScope, contractScopes } from '../pact/by-tag.ts';
import { type Contract, type Parties, readContract } from '../pact/contract.ts';

/** Example values in the contracts. When `serve` gets the same, any Pact tool can verify a contract against it. */
const examples: Required<RequestValues> = {
  version: 'v1.0',
  accountId: '1234',
  instanceId: 'd4603f69-ec7e-4e9b-803f-600b9205576f',
  token: 'a-token-of-the-contract',
};

/** The participants of the contracts, by their names at a broker. The consumer of a tag also has the tag in its name. */
export const parties: Parties = {
  consumer: 'clouddb-conformance',
  provider: 'cloud-databases',
  examples: { ...examples },
};

/** The build copies the contracts, so this path is right both in a checkout and in `dist`. */
const directory = fileURLToPath(new URL('../../contracts/pacts', import.meta.url));

/** The file of a contract. */
export const contractFile = ({ name }: Pick<ContractScope, 'name'>): string =>
  join(directory, `${name}.json`);

/** The file of every contract that ships. */
export async function contractFiles(): Promise<readonly string[]> {
  const names = await readdir(directory).catch((cause: unknown) => {
    throw unreadable(directory, cause);
  });
  return names.sort().map((name) => join(directory, name));
}

/** The contracts that ship for the operations of a catalogue. */
export async function loadContracts(catalogue: Catalogue): Promise<readonly Contract[]> {
  return Promise.all(contractScopes(catalogue, parties).map((scope) => loadContract(contractFile(scope))));
}

async function loadContract(file: string): Promise<Contract> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw unreadable(file, cause);
  });
  return readContract(text, file);
}

const unreadable = (path: string, cause: unknown): SuiteError =>
  new SuiteError(
    'internal',
    `The Pact contract ${path} cannot be read (${rootMessage(cause)}); install the package again.`,
    { cause },
  );

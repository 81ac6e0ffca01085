import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MatchersV3, PactV4 } from '@pact-foundation/pact';
import { checksWith } from '../../../src/checks/index.ts';
import { createTransport } from '../../../src/http/exchange.ts';
import { type Contract, readContract } from '../../../src/pact/contract.ts';
import { generateContract } from '../../../src/pact/generate.ts';
import { machineScopes } from '../../support/machines.ts';

/** A contract of the small document about machines, as text and read. */
export interface MachineContract extends Contract {
  readonly name: string;
  readonly text: string;
}

/** The contracts of the small document, played against Pact's mock server as those that ship are. */
export async function machineContracts(): Promise<readonly MachineContract[]> {
  const directory = await mkdtemp(join(tmpdir(), 'clouddb-machines-'));
  const transport = createTransport({ timeoutMs: 10_000, maxSockets: 1 });
  const made: MachineContract[] = [];
  try {
    for (const scope of await machineScopes()) {
      const text = await generateContract(scope, {
        pactIn: ({ consumer, provider }, dir) => new PactV4({ consumer, provider, dir, logLevel: 'error' }),
        matchStatus: MatchersV3.matchStatus,
        transport,
        checks: checksWith([]),
        invariants: [],
        userAgent: 'consumer',
        directory: join(directory, scope.name),
      });
      made.push({ ...readContract(text, scope.name), name: scope.name, text });
    }
    return made;
  } finally {
    transport.close();
    await rm(directory, { recursive: true });
  }
}

/**
 * Generates the Pact contract by playing each interaction against Pact's mock server. Needs a build.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { invariants } from '../dist/contracts/invariants/index.js';
import { parties } from '../dist/src/app/pact.js';
import { checksWith } from '../dist/src/checks/index.js';
import { createTransport } from '../dist/src/http/exchange.js';
import { generateContract } from '../dist/src/pact/generate.js';

/** The contract of a catalogue, as text. */
export async function contract(catalogue) {
  // Pact's core sends usage data unless this is set before it is loaded.
  process.env.PACT_DO_NOT_TRACK = 'true';
  const { MatchersV3, PactV4 } = await import('@pact-foundation/pact');
  const directory = await mkdtemp(join(tmpdir(), 'clouddb-contract-'));
  const transport = createTransport({ timeoutMs: 10_000, maxSockets: 1 });
  try {
    return await generateContract(catalogue, parties, {
      pactIn: (dir) => new PactV4({ ...parties, dir, logLevel: 'error' }),
      matchStatus: MatchersV3.matchStatus,
      transport,
      checks: checksWith([]),
      invariants,
      userAgent: parties.consumer,
      directory,
    });
  } finally {
    transport.close();
    await rm(directory, { recursive: true, force: true });
  }
}

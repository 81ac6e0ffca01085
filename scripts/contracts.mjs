/**
 * Generates the Pact contracts by playing each interaction against Pact's mock server. Needs a build.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { invariants } from '../dist/contracts/invariants/index.js';
import { parties } from '../dist/src/app/pact.js';
import { checksWith } from '../dist/src/checks/index.js';
import { createTransport } from '../dist/src/http/exchange.js';
import { contractScopes } from '../dist/src/pact/by-tag.js';
import { generateContract } from '../dist/src/pact/generate.js';

/** The text of each contract of a catalogue, by name. */
export async function contracts(catalogue) {
  // Pact's core sends usage data unless this is set before it is loaded.
  process.env.PACT_DO_NOT_TRACK = 'true';
  const { MatchersV3, PactV4 } = await import('@pact-foundation/pact');
  const directory = await mkdtemp(join(tmpdir(), 'clouddb-contract-'));
  const transport = createTransport({ timeoutMs: 10_000, maxSockets: 1 });
  try {
    const texts = new Map();
    for (const scope of contractScopes(catalogue, parties)) {
      const text = await generateContract(scope, {
        pactIn: ({ consumer, provider }, dir) => new PactV4({ consumer, provider, dir, logLevel: 'error' }),
        matchStatus: MatchersV3.matchStatus,
        transport,
        checks: checksWith([]),
        invariants,
        userAgent: parties.consumer,
        directory: join(directory, scope.name),
      });
      texts.set(scope.name, text);
    }
    return texts;
  } finally {
    transport.close();
    await rm(directory, { recursive: true, force: true });
  }
}

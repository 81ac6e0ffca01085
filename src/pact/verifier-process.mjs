/**
 * Pact's verifier in a process of its own: its core prints to stdout against its options, and native code that fails
 * takes its process with it. A message asks for one verification, a message answers it.
 */
import { Verifier } from '@pact-foundation/pact-core';

process.on('message', ({ id, file, provider, url, statesUrl, timeoutMs }) => {
  const answer = (message) => process.send?.({ id, ...message });
  new Verifier({
    provider,
    providerBaseUrl: url,
    providerStatesSetupUrl: statesUrl,
    pactUrls: [file],
    timeout: timeoutMs,
    logLevel: 'error',
  })
    .verify()
    .then((result) => answer({ result }))
    // A verification that fails is rejected with its result for a message.
    .catch((error) => answer({ result: error.message }));
});
process.on('disconnect', () => process.exit());
process.send?.({ ready: true });

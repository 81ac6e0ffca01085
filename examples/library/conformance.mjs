import { writeFile } from 'node:fs/promises';
import { loadCatalogue, render, run } from 'clouddb-conformance';

const { cases } = await loadCatalogue();
process.stdout.write(`The catalogue has ${cases.length} cases.\n`);

const result = await run({
  // Compared with undefined: an empty variable must be refused, not test the built-in target.
  ...(process.env.TARGET !== undefined && {
    target: process.env.TARGET,
    account: process.env.ACCOUNT,
    token: process.env.TOKEN,
    // Sets up what a case needs. Cases of states without a function here are reported as not-exercised.
    states: {
      'an instance runs a datastore': () => ({ instanceId: process.env.INSTANCE }),
      'no such instance': () => ({ instanceId: '00000000-0000-4000-8000-000000000000' }),
    },
  }),
  only: ['*/401/*', '*/404/absent-*'],
  onProgress: ({ done, total }) => process.stderr.write(`${done} of ${total}\n`),
});

for (const { status, verdict } of result.coverage) process.stdout.write(`${status} ${verdict}\n`);
await writeFile('report.md', await render('markdown', result));
process.exitCode = result.run.exitCode;

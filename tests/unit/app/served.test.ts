import { servedText } from '../../../src/app/served.ts';
import { programCall } from '../../../src/cli/program.ts';
import { createReference } from '../../../src/reference/index.ts';

const url = 'http://127.0.0.1:8080';

test('a token that the user gave is not printed', () => {
  const reference = createReference({ token: 'a-token-of-the-user', accountId: '-1 2' });
  const text = servedText({ url, reference, tokenGiven: true });
  expect(text).not.toContain('a-token-of-the-user');
  expect(text).toContain('"X-Auth-Token: $CLOUDDB_TOKEN"');
  expect(text).toContain(`\n  clouddb-conformance run --no-config --target ${url} --account='-1 2' `);
});

test('a token that the server made up is printed, and in the lines', () => {
  const reference = createReference();
  const text = servedText({ url, reference, tokenGiven: false });
  const { token } = reference.defaults;
  expect(text).toContain(`\n  curl -i -H 'X-Auth-Token: ${token}' ${url}/v1.0/`);
  expect(text).toContain(`\n  CLOUDDB_TOKEN=${token} clouddb-conformance run `);
});

test.each([
  ['in PATH', ['/usr/bin/node', '/opt/bin/clouddb-conformance'], '/usr/bin:/opt/bin', 'clouddb-conformance'],
  [
    'installed in a project',
    ['/usr/bin/node', '/my app/node_modules/.bin/clouddb-conformance'],
    '/usr/bin',
    "'/my app/node_modules/.bin/clouddb-conformance'",
  ],
  ['in a checkout', ['/usr/bin/node', '/app/dist/main.js'], '/usr/bin', 'node /app/dist/main.js'],
  ['node elsewhere', ['/n/node', '/app/dist/main.js'], '/usr/bin', '/n/node /app/dist/main.js'],
  ['without a script', ['/usr/bin/node'], '', 'clouddb-conformance'],
])('the program is called as it is found: %s', (_, argv, path, call) => {
  expect(programCall(argv, path)).toBe(call);
});

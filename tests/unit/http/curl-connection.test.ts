import { execFileSync } from 'node:child_process';
import { type CurlOption, curlLine } from '../../../src/http/curl.ts';
import { createRedactor } from '../../../src/secrets/redaction.ts';

const redactor = createRedactor([{ name: 'CLOUDDB_HEADER_X_KEY', value: 'sixteen-letters!' }]);
const request = {
  method: 'GET',
  url: 'https://target.test/x',
  headers: [
    ['Host', 'target.test'],
    ['X-Key', 'sixteen-letters!'],
  ],
  body: null,
} as const;

/** What bash makes of the line: the arguments that curl would get. */
const words = (line: string, env: Readonly<Record<string, string>> = {}): string[] =>
  execFileSync('bash', ['--norc', '-c', line.replace(/^curl/, "printf '%s\\n'")], {
    env: { ...process.env, ...env },
  })
    .toString()
    .split('\n');

test('the way to the target is part of the line', () => {
  const options: CurlOption[] = [
    { flag: '--cacert', value: "it's a $ca.pem" },
    { flag: '--pass', variable: 'CLOUDDB_KEY_PASSPHRASE' },
    { flag: '--proxy', value: 'http://proxy.test:3128' },
    { flag: '--proxytunnel' },
  ];
  const line = curlLine(request, redactor, { insecure: true, options });
  expect(line).toContain('--insecure');
  expect(line).not.toContain('sixteen');
  const env = { CLOUDDB_KEY_PASSPHRASE: 'open sesame', CLOUDDB_HEADER_X_KEY: 'sixteen-letters!' };
  const given = words(line, env);
  for (const [flag, value] of [
    ['--cacert', "it's a $ca.pem"],
    ['--pass', 'open sesame'],
    ['--proxy', 'http://proxy.test:3128'],
    ['-H', 'X-Key: sixteen-letters!'],
  ] as const) {
    expect(given[given.indexOf(flag) + 1]).toBe(value);
  }
  expect(given).toContain('--proxytunnel');
});

/**
 * @jest-config-loader esbuild-register
 */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Config } from 'jest';
import { chromiumPath, noChromium } from './tests/support/chromium-path.ts';

const swc = (syntax: 'typescript' | 'ecmascript'): [string, Record<string, unknown>] => [
  '@swc/jest',
  { jsc: { target: 'es2023', parser: { syntax } } },
];

/** ES modules alone, which jest cannot load on Node 20 unless they are turned into CommonJS. Three are of pact-js. */
const esModules =
  'entities|json-schema-faker|p-limit|yocto-queue|agent-base|https-proxy-agent|proxy-agent-negotiate';

/** Every project runs TypeScript through swc; imports carry their `.ts` ending, as the compiler wants them. */
const project = (name: string) => ({
  displayName: name,
  testMatch: [`<rootDir>/tests/${name}/**/*.test.ts`],
  testEnvironment: 'node',
  transform: { '^.+\\.ts$': swc('typescript'), '^.+\\.js$': swc('ecmascript') },
  // It is not exported to CommonJS.
  moduleNameMapper: { '^json-schema-faker$': '<rootDir>/node_modules/json-schema-faker/dist/index.js' },
  transformIgnorePatterns: [`/node_modules/(?!(${esModules})/)`],
});

/** A project whose tests run the suite from the checkout. */
const running = (name: string) => ({
  ...project(name),
  globalSetup: '<rootDir>/tests/support/prepared-specification.ts',
});

/** Without Chromium the browser tests are left out, said loudly; asked for by name, they fail. */
const browser = existsSync(chromiumPath) || process.argv.includes('browser') ? [running('browser')] : [];
if (browser.length === 0) process.stderr.write(`\n!!! BROWSER TESTS NOT RUN. ${noChromium}\n\n`);

const config: Config = {
  // Much of a test is waiting, for a target or for a process that it has started.
  maxWorkers: Math.ceil(1.5 * availableParallelism()),
  // For what hangs. No test asserts how long something takes: a busy machine is no failure.
  testTimeout: 300_000,
  projects: [
    ...['unit', 'integration', 'repository', 'documents', 'proof', 'slow'].map(running),
    ...['provider', 'consumer'].map(project),
    ...browser,
  ],
};

export default config;

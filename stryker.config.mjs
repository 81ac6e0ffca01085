/** What `scripts/mutation.mjs` runs, one group after the other: code, and the tests that decide about it. */

const unit = (...rooms) => rooms.map((room) => `tests/unit/${room}/*.test.ts`);
const code = (...rooms) => rooms.map((room) => `src/${room}/**/*.ts`);

/** Every run of the command touches all of this code. Those that say nothing else about it only take time. */
export const groups = {
  runner: {
    mutate: code('runner'),
    spec: [
      ...unit('runner', 'evaluation', 'checks'),
      'tests/integration/built-in.test.ts',
      'tests/integration/other-document.test.ts',
      'tests/integration/burst.test.ts',
      'tests/proof/side-effects.test.ts',
      'tests/proof/preflight.test.ts',
    ],
  },
  catalogue: {
    mutate: code('catalogue'),
    spec: [
      ...unit('catalogue', 'contracts'),
      'tests/integration/other-document.test.ts',
      'tests/documents/*.test.ts',
    ],
  },
  verdicts: {
    mutate: code('checks', 'evaluation'),
    spec: [
      ...unit('checks', 'evaluation', 'runner'),
      'tests/integration/built-in.test.ts',
      'tests/integration/other-document.test.ts',
      'tests/proof/rejudge-changed.test.ts',
    ],
  },
  exchange: {
    mutate: code('http', 'secrets'),
    spec: unit('http', 'secrets', 'runner'),
  },
};

const name = process.env.MUTATION_GROUP ?? 'verdicts';
const { mutate, spec } = groups[name];

export default {
  testRunner: 'mocha',
  mochaOptions: { require: ['./tests/mutation/jest-like.cjs'], spec },
  coverageAnalysis: 'perTest',
  ignoreStatic: true,
  mutate,
  ignorePatterns: ['/dist/*', '!/dist/spec', '/.tmp', '/examples'],
  buildCommand: 'cp dist/spec/specification.json spec/',
  tempDirName: '.tmp/stryker',
  tsconfigFile: 'none',
  incremental: true,
  incrementalFile: `.tmp/stryker-incremental-${name}.json`,
  reporters: ['clear-text', 'json', 'progress-append-only'],
  jsonReporter: { fileName: `.tmp/mutation-${name}.json` },
  clearTextReporter: { reportTests: false, allowColor: false, logTests: false },
  concurrency: 2,
  timeoutMS: 5000,
  timeoutFactor: 1.2,
};

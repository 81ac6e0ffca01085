const { bind } = require('jest-each');
const { expect } = require('expect');
const { register } = require('esbuild-register/dist/node');
const { interfaces, Suite, Test } = require('mocha');
const common = require('mocha/lib/interfaces/common');

/** What hangs under a mutant is killed by it; the slowest test needs a tenth of this. */
const limitMs = 8000;

/**
 * Mocha's interface for the tests as they are written for jest: mutants are tried without loading everything again for each,
 * which jest cannot. A file's hooks are its own, as in jest.
 */
interfaces.bdd = (root) => {
  const suites = [root];
  root.on('pre-require', (context, file, mocha) => {
    const ofFile = Suite.create(root, file);
    ofFile.timeout(limitMs);
    suites.splice(0, suites.length, ofFile, root);
    const { before, after, beforeEach, afterEach, suite } = common(suites, context, mocha);
    const beforeAll = (fn) => {
      const [around] = suites;
      before(() => coveredByAllIn(around, fn));
    };
    const describe = (title, fn) => suite.create({ title: String(title), file, fn });
    const test = (title, fn) => {
      const made = new Test(String(title), fn);
      made.file = file;
      suites[0].addTest(made);
    };
    const skipped = (title) => test(title);
    Object.assign(describe, { each: bind(describe, false) });
    Object.assign(test, { each: bind(test), skip: Object.assign(skipped, { each: bind(skipped) }) });
    Object.assign(context, {
      ...{ expect, describe, test, it: test, beforeEach, afterEach, beforeAll, afterAll: after },
      jest: { setTimeout: () => {} },
    });
  });
};

/** What is called before all tests of a suite is covered by each of them; Stryker would count it for none. */
async function coveredByAllIn(suite, fn) {
  const coverage = globalThis.__stryker__?.mutantCoverage;
  if (!coverage) return fn();
  const atLoad = coverage.static;
  coverage.static = {};
  await fn();
  const called = coverage.static;
  coverage.static = atLoad;
  suite.eachTest((test) => {
    coverage.perTest[test.fullTitle()] = { ...called, ...coverage.perTest[test.fullTitle()] };
  });
}

// What is imported late is TypeScript, too, which Node cannot import.
register({ supported: { 'dynamic-import': false } });

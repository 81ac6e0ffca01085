const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const { join, relative } = require('node:path');
const fakeTimers = require('@sinonjs/fake-timers');
const esbuild = require('esbuild');
const { bind } = require('jest-each');
const matcherUtils = require('jest-matcher-utils');
const Mocha = require('mocha');
const common = require('mocha/lib/interfaces/common');

/**
 * What ships is read once in a process, and everything that is derived of it is kept with it. Here each reading is a new
 * one: a mutant must not find what was derived under the one before.
 */
const perReading = { file: 'src/app/specification.ts', kept: 'shipped ??= ', anew: 'shipped = ' };

const compiled = join(__dirname, '../../.tmp/compiled');
mkdirSync(compiled, { recursive: true });
/** Each worker loads the same modules. */
function compiledOnce(code, options) {
  const key = createHash('sha256')
    .update(JSON.stringify([esbuild.version, options, code]))
    .digest('hex');
  const file = join(compiled, key);
  try {
    return { code: readFileSync(file, 'utf8'), warnings: [] };
  } catch {
    const result = esbuild.transformSync(code, options);
    writeFileSync(`${file}.${process.pid}`, result.code);
    renameSync(`${file}.${process.pid}`, file);
    return result;
  }
}
function withNewReadings(code, options) {
  const { file, kept, anew } = perReading;
  if (!options.sourcefile.endsWith(file)) return compiledOnce(code, options);
  if (code.split(kept).length !== 2) throw new Error(`${file} should have "${kept}" once; mend the harness.`);
  return compiledOnce(code.replace(kept, anew), options);
}
require.cache[require.resolve('esbuild')].exports = { ...esbuild, transformSync: withNewReadings };
const { register } = require('esbuild-register/dist/node');

// Nobody reads the differences that kill a mutant, and of large values they take seconds.
const unsaid = ['diff', 'printDiffOrStringify', 'printExpected', 'printReceived', 'stringify'];
require.cache[require.resolve('jest-matcher-utils')].exports = {
  ...matcherUtils,
  ...Object.fromEntries(unsaid.map((name) => [name, () => ''])),
};
const { expect } = require('expect');

// It is not exported to CommonJS.
const { _resolveFilename: resolve } = Module;
Module._resolveFilename = (name, ...others) =>
  name === 'json-schema-faker'
    ? join(__dirname, '../../node_modules/json-schema-faker/dist/index.js')
    : resolve(name, ...others);

/** What hangs under a mutant is killed by it; the slowest test needs a tenth of this. */
const limitMs = 8000;

let clock;
/** Jest's fake timers, which are these; mocha has taken the real ones for itself before. */
const timers = {
  useFakeTimers: (options) => {
    clock = fakeTimers.install(options);
  },
  useRealTimers: () => clock.uninstall(),
  advanceTimersByTime: (ms) => clock.tick(ms),
  advanceTimersByTimeAsync: (ms) => clock.tickAsync(ms),
  getTimerCount: () => clock.countTimers(),
};

/**
 * Mocha's interface for the tests as they are written for jest: mutants are tried without loading everything again for each,
 * which jest cannot. A file's hooks are its own, as in jest.
 */
Mocha.interfaces.bdd = (root) => {
  const suites = [root];
  root.on('pre-require', (context, file, mocha) => {
    const ofFile = Mocha.Suite.create(root, relative(`${__dirname}/..`, file));
    ofFile.timeout(limitMs);
    suites.splice(0, suites.length, ofFile, root);
    const { before, after, beforeEach, afterEach, suite } = common(suites, context, mocha);
    const beforeAll = (fn) => {
      const [around] = suites;
      before(() => coveredByAllIn(around, fn));
    };
    const describe = (title, fn) => suite.create({ title: String(title), file, fn });
    const test = (title, fn) => {
      const made = new Mocha.Test(String(title), fn);
      made.file = file;
      suites[0].addTest(made);
    };
    const skipped = (title) => test(title);
    Object.assign(describe, { each: bind(describe, false) });
    Object.assign(test, { each: bind(test), skip: Object.assign(skipped, { each: bind(skipped) }) });
    Object.assign(context, {
      ...{ expect, describe, test, it: test, beforeEach, afterEach, beforeAll, afterAll: after },
      jest: { setTimeout: () => {}, ...timers },
    });
  });
};

/** What is called before all tests of a suite is covered by each of them; Stryker would count it for the test before. */
async function coveredByAllIn(suite, fn) {
  const stryker = globalThis.__stryker__;
  const coverage = stryker?.mutantCoverage;
  if (!coverage) return fn();
  const atLoad = coverage.static;
  coverage.static = {};
  stryker.currentTestId = undefined;
  await fn();
  const called = coverage.static;
  coverage.static = atLoad;
  suite.eachTest((test) => {
    coverage.perTest[test.fullTitle()] = { ...called, ...coverage.perTest[test.fullTitle()] };
  });
}

/**
 * Stryker names the tests to run in one pattern, `(^title$)|(^title$)…`, which takes seconds to match where there are
 * hundreds.
 */
Mocha.prototype.grep = function (pattern) {
  if (!pattern) return this;
  const titles = pattern.source.slice(2, -2).split('$)|(^');
  const wanted = new Set(titles.map((title) => title.replaceAll(/\\(.)/g, '$1')));
  this.options.grep = { test: (title) => wanted.has(title) };
  return this;
};

const { run } = Mocha.prototype;
/** The quick ones first: most mutants are killed by them. */
Mocha.prototype.run = function (done, ...args) {
  this.suite.suites.sort((one, other) => isSlow(one) - isSlow(other));
  const pruned = (...result) => {
    forgetLoading();
    done?.(...result);
  };
  return run.call(this, pruned, ...args);
};
const isSlow = ({ title }) => Number(!title.startsWith('unit/'));

/**
 * Stryker gives a mutant a new process if its code also ran while files were loaded, although the mutant is not active
 * then. What a test covers as well needs none.
 */
function forgetLoading() {
  const coverage = globalThis.__stryker__?.mutantCoverage;
  for (const covered of Object.values(coverage?.perTest ?? {}))
    for (const id of Object.keys(covered)) delete coverage.static[id];
}

// What is imported late is TypeScript, too, which Node cannot import.
register({ sourcemap: false, supported: { 'dynamic-import': false } });

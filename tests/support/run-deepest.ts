import { deepest } from './apis.ts';
import * as whole from './run.ts';

/**
 * Runs of the deepest operation alone, which has a case of every kind: what a test shows about runs, it shows there, in
 * a fraction of the time that all operations take.
 */

export * from './run.ts';

const inScope = <T extends whole.Surroundings>(surroundings: T): T => ({
  ...surroundings,
  env: { CLOUDDB_OPERATION: deepest, ...surroundings.env },
});

export const suite: typeof whole.suite = (argv, surroundings = {}) =>
  whole.suite(argv, inScope(surroundings));

export const report: typeof whole.report = (argv, surroundings = {}) =>
  whole.report(argv, inScope(surroundings));

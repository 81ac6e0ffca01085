import { deepest } from './apis.ts';
import * as whole from './run.ts';

/**
 * Runs of the deepest operation alone, which has a case of every kind: what a test shows about runs, it shows there, in
 * a fraction of the time that all operations take.
 */

export * from './run.ts';

const inScope = <T extends whole.Surroundings>(surroundings: T): T => ({
  ...surroundings,
  // An AbortController has it as a getter, which a spread leaves behind.
  ...(surroundings.signal && { signal: surroundings.signal }),
  env: { CLOUDDB_OPERATION: deepest, ...surroundings.env },
});

/** The lines that such a run begins with; of one that sends nothing the first alone. */
const introduction = new RegExp(
  `^1 of \\d+ operations: ${deepest}\\.\\n(?:\\d+ cases?; greatest risk: .*\\n)?`,
);

export const withoutIntroduction = <T extends Pick<whole.Ended, 'err'>>(ended: T): T => ({
  ...ended,
  err: ended.err.replace(introduction, ''),
});

export const suite: typeof whole.suite = async (argv, surroundings = {}) =>
  withoutIntroduction(await whole.suite(argv, inScope(surroundings)));

export const report: typeof whole.report = async (argv, surroundings = {}) =>
  withoutIntroduction(await whole.report(argv, inScope(surroundings)));

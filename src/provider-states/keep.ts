import type { Driver, TearDown } from './driver.ts';

/** A driver that tears nothing down, so that a user can repeat requests by hand; what it set up is left behind. */
export const keepingDriver = (driver: Driver): Driver => ({
  ...driver,
  open: (signal) => driver.open(signal),
  setUp: (state, signal) => driver.setUp(state, signal),
  tearDown: async ({ values }): Promise<TearDown> => {
    const given = Object.entries(values).map(([name, value]) => `${name} ${value}`);
    const reason = `kept by --keep; it gave ${given.join(', ') || 'no values'}`;
    return { outcome: 'failed', reason, kept: true };
  },
  close: () => driver.close(),
});

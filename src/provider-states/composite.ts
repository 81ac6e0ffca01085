import type { Driver, SetUp } from './driver.ts';

/**
 * Several drivers as one. Each state is set up by the first that supports it, so adding a source of states never takes
 * another away (decision 0003). A state that fails is not tried elsewhere: its driver said that it supports it.
 * @param drivers the strongest first
 */
export function compositeDriver(drivers: readonly Driver[]): Driver {
  const [only, ...others] = drivers;
  if (only && others.length === 0) return only;
  const name = drivers
    .map((driver) => driver.name)
    .filter((one) => one !== '')
    .join(', then ');
  return {
    name,
    // Only then does it answer for the plan as it will in the run.
    ...(drivers.every(({ readOnly }) => readOnly) && { readOnly: true }),
    async open(signal) {
      for (const driver of drivers) await driver.open(signal);
    },
    async setUp(state, signal) {
      const refused: NotSupported[] = [];
      for (const driver of drivers) {
        const answer = await driver.setUp(state, signal);
        if (answer.outcome === 'ready') return { by: driver, ...answer };
        if (answer.outcome === 'failed') return answer;
        refused.push(answer);
      }
      return supportedByNone(refused);
    },
    tearDown: async (request, signal) =>
      (await request.by?.tearDown(request, signal)) ?? { outcome: 'not-supported' },
    async close() {
      const closed = await Promise.allSettled(drivers.map((driver) => driver.close()));
      for (const result of closed) if (result.status === 'rejected') throw result.reason;
    },
  };
}

type NotSupported = Extract<SetUp, { outcome: 'not-supported' }>;

/** The reason of the strongest, which the user chose to set states up, and all that would help. */
function supportedByNone(answers: readonly NotSupported[]): NotSupported {
  const remedies = new Set(answers.flatMap(({ testableBy }) => testableBy ?? []));
  return {
    outcome: 'not-supported',
    reason: answers[0]?.reason ?? 'No driver sets provider states up.',
    ...(answers[0]?.unused && { unused: answers[0].unused }),
    ...(remedies.size > 0 && { testableBy: [...remedies].join(', or ') }),
  };
}

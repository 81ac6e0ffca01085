import { rootMessage } from '../model/errors.ts';
import { createReference, type Listening, listen, type Reference } from '../reference/index.ts';
import type { Driver, Values } from './driver.ts';

/** The built-in target, listening, and the driver that sets its states up directly instead of over HTTP. */
export interface BuiltInTarget {
  readonly url: string;
  /** Account, token and contract version of its default caller. */
  readonly values: Values;
  readonly driver: Driver;
}

/** Starts the reference implementation on a free port. The driver's `close` stops it. */
export async function startBuiltInTarget(): Promise<BuiltInTarget> {
  const reference = createReference();
  const listening = await listen(reference);
  const { accountId, token, version } = reference.defaults;
  return {
    url: listening.url,
    values: { accountId, token, version },
    driver: referenceDriver(reference, listening),
  };
}

function referenceDriver({ states }: Reference, listening: Listening): Driver {
  return {
    name: 'reference',
    open: async () => {},
    async setUp({ name, params }) {
      try {
        const setUp = states.setUp(name, params);
        if (!setUp)
          return { outcome: 'not-supported', reason: `The reference implementation has no state "${name}".` };
        return { outcome: 'ready', ...setUp };
      } catch (error) {
        return { outcome: 'failed', reason: rootMessage(error) };
      }
    },
    async tearDown({ name, params, values, created }) {
      states.tearDown(name, params, values, created);
      return { outcome: 'done' };
    },
    close: () => listening.close(),
  };
}

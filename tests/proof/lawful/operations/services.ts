import { processes } from '../../../../src/reference/index.ts';
import { always, headed } from '../../proof/behaviours.ts';
import { idsOf, type Subject } from '../../proof/operations.ts';
import type { Variant } from '../variant.ts';

/** The reference implementation as it is, and as it can be set. */

/** An hour passes in a second, so that what a limit counts is soon forgotten. */
const fastClock = (): (() => Date) => {
  const start = Date.now();
  return () => new Date(start + (Date.now() - start) * 3600);
};

export const serviceVariants = (subjects: readonly Subject[]): readonly Variant[] => {
  const operations = idsOf(subjects);
  return [
    {
      name: 'operations-reference',
      sentence: 'Is the reference implementation itself.',
      operations,
      make: always({}),
    },
    {
      name: 'operations-that-take-time',
      sentence: 'Takes an hour for each change, while the instance has the status of it.',
      operations,
      terms: {
        reference: {
          lifeCycleTimes: Object.fromEntries(processes.map((process) => [process, 3_600_000])),
        },
      },
      make: always({}),
    },
    {
      name: 'operations-with-limits',
      sentence: 'Limits the rate of requests, and says how long to wait.',
      operations,
      terms: { reference: { limits: true, now: fastClock() }, maxWaitS: 60 },
      make: always({
        answer: (answer) => (answer.status === 413 ? headed(answer, 'Retry-After', '0') : answer),
      }),
    },
  ];
};

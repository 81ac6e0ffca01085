import { rootMessage } from '../model/errors.ts';
import { encodeSegment, longestSegment } from '../util/path-segment.ts';
import { type Driver, type SetUp, type Values, valuesIn } from './driver.ts';

export interface ValueChecks {
  /** Name of the value that is a credential. */
  readonly credential: string;
  /** Names of the values that stand in paths. */
  readonly inPaths: readonly string[];
  /** What is wrong with a credential, in words that follow "it"; undefined for nothing. */
  readonly fault: (credential: string) => string | undefined;
  /** Called with every credential in an answer, also one that is not used. */
  readonly found: (credential: string) => void;
}

/**
 * A driver whose values are checked as the run's own are. A credential that HTTP would change on its way would be
 * sought in reports in another form than the one that was sent (decision 0028).
 */
export const checkedDriver = (driver: Driver, checks: ValueChecks): Driver => ({
  ...driver,
  open: (signal) => driver.open(signal),
  async setUp(state, signal): Promise<SetUp> {
    const answer = await driver.setUp(state, signal);
    const credential = valuesIn(answer)[checks.credential];
    if (credential !== undefined) checks.found(credential);
    if (answer.outcome !== 'ready') return answer;
    const { values, by } = answer;
    const reason = faultOf(values, checks);
    if (reason === undefined) return answer;
    const removed = await driver
      .tearDown({ ...state, values, created: [], by }, signal)
      .catch((error: unknown) => ({ outcome: 'failed', reason: rootMessage(error) }) as const);
    return {
      outcome: 'failed',
      reason,
      ...(removed.outcome === 'failed' && { made: true }),
      unused: values,
    };
  },
  tearDown: (request, signal) => driver.tearDown(request, signal),
  close: () => driver.close(),
});

function faultOf(values: Values, { credential, inPaths, fault }: ValueChecks): string | undefined {
  const given = values[credential];
  const wrong = given === undefined ? undefined : fault(given);
  if (wrong !== undefined)
    return `the ${credential} that it gave cannot be used: it ${wrong} (its value is not shown)`;
  const long = inPaths.find(
    (name) => name !== credential && encodeSegment(values[name] ?? '').length > longestSegment,
  );
  if (long === undefined) return undefined;
  return `the ${long} that it gave cannot be used: it is longer than ${longestSegment} characters in a path, and a target may refuse it for that`;
}

import { rootMessage } from '../model/errors.ts';
import { type Driver, type SetUp, valuesIn } from './driver.ts';

export interface CredentialCheck {
  /** Name of the value that is a credential. */
  readonly name: string;
  /** What is wrong with a credential, in words that follow "it"; undefined for nothing. */
  readonly fault: (credential: string) => string | undefined;
  /** Called with every credential in an answer, also one that is not used. */
  readonly found: (credential: string) => void;
}

/**
 * A driver whose credentials are checked as the run's own is: what HTTP would change on its way would be sought in
 * reports in another form than the one that was sent (decision 0028).
 */
export const checkedDriver = (driver: Driver, { name, fault, found }: CredentialCheck): Driver => ({
  ...driver,
  open: (signal) => driver.open(signal),
  async setUp(state, signal): Promise<SetUp> {
    const answer = await driver.setUp(state, signal);
    const credential = valuesIn(answer)[name];
    if (credential !== undefined) found(credential);
    if (answer.outcome !== 'ready' || credential === undefined) return answer;
    const wrong = fault(credential);
    if (wrong === undefined) return answer;
    const reason = `the ${name} that it gave cannot be used: it ${wrong} (its value is not shown)`;
    const { values, by } = answer;
    const removed = await driver
      .tearDown({ ...state, values, created: [], by }, signal)
      .catch((error: unknown) => ({ outcome: 'failed', reason: rootMessage(error) }) as const);
    return {
      outcome: 'failed',
      reason,
      ...(removed.outcome === 'failed' && { made: true }),
      unused: { [name]: credential },
    };
  },
  tearDown: (request, signal) => driver.tearDown(request, signal),
  close: () => driver.close(),
});

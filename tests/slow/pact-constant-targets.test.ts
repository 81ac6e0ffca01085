import { correctAnswer, documentedStatuses } from '../support/answers.ts';
import { closedAfterEach } from '../support/closing.ts';
import { own, report } from '../support/run-deepest.ts';
import { serve } from '../support/server.ts';
import { serveStates } from '../support/states.ts';

/** `verify` against targets that give every request the same correct answer. */

const opened = closedAfterEach();

test.each(documentedStatuses)(
  'a correct %i to everything fails every interaction that does not accept it',
  async (status) => {
    const target = opened(await serve((request) => correctAnswer(status, request)));
    const states = opened(await serveStates());
    const args = ['--target', target.url, ...own.args, '--states', states.url, '--max-wait', '0'];
    const { code, result } = await report(['verify', ...args]);
    expect(code).toBe(1);
    for (const { id, expect: expected, tolerates, verdict } of result.cases) {
      if (verdict === 'not-selected') continue;
      const tolerated = tolerates.some((one) => one.status === status);
      // Carries the run's own token, which such a target refuses before any case as well: the user may be wrong.
      const ownToken = status === 401 && id === 'upgradeInstance/404/foreign-instance';
      const wrong = ownToken ? 'errored' : 'deviates';
      const right = expected === status ? 'conforms' : tolerated ? 'tolerated' : wrong;
      expect({ id, verdict }).toEqual({ id, verdict: right });
    }
  },
);

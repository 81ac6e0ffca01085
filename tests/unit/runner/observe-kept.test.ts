import type { Observation, Readings } from '../../../src/checks/observation.ts';
import { observeAfter, observeBefore } from '../../../src/runner/observe.ts';
import type { Answer } from '../../support/exchanges.ts';
import { runOf } from '../../support/runs.ts';

const titled: Answer = { status: 200, body: { title: 't', more: 'm' } };

describe('what is kept of a read', () => {
  const seen = async (answer: Answer, show?: Observation['reads'][string]['show']) => {
    const compared: Readings[] = [];
    const reads = { loan: { path: '/loans/{loan}', show: show ?? ((body: unknown) => body) } };
    const compare = (before: Readings) => {
      compared.push(before);
      return [];
    };
    const observation: Observation = { parameter: 'loan', requirement: 'R', reads, compare };
    const { context } = runOf({ wire: () => answer, options: { observations: [observation] } });
    await observeAfter(context, await observeBefore(context));
    return compared[0];
  };
  /** The JSON of a text has two characters more. */
  const longest = 64 * 1024 - 2;

  test.each<[string, Answer, object]>([
    ['what is shown', titled, { status: 200, shown: { title: 't', more: 'm' } }],
    [
      'what is as long as may be',
      { body: JSON.stringify('x'.repeat(longest)) },
      { status: 202, shown: 'x'.repeat(longest) },
    ],
    [
      'that it is too long',
      { body: JSON.stringify('x'.repeat(longest + 1)) },
      { status: 202, shown: undefined, unread: 'what is to be compared is longer than 65536 characters' },
    ],
    [
      'why the suite did not read it',
      { ...titled, incomplete: { blame: 'suite', message: 'over the limit' } },
      { status: 200, shown: undefined, unread: 'over the limit' },
    ],
    ['the status of a refusal', { status: 403, body: {} }, { status: 403, shown: undefined }],
  ])('is %s', async (_name, answer, reading) => {
    expect(await seen(answer)).toStrictEqual({ loan: reading });
  });

  test('is only the status where the body shows nothing', async () => {
    expect(await seen(titled, () => undefined)).toStrictEqual({
      loan: { status: 200, shown: undefined },
    });
  });

  test('is shown with the values of the run', async () => {
    expect((await seen(titled, (_, values) => values.loan))?.loan?.shown).toBe('loan-own');
  });
});

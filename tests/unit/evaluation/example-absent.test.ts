import { exampleAbsent } from '../../../src/evaluation/example-absent.ts';
import { answered } from '../../support/exchanges.ts';

test.each([404, 410])('%i to what only the document names shows nothing', (status) =>
  expect(exampleAbsent(answered({ status }), ['branch', 'loan'])).toBe(
    `Answered ${status} to the example of branch, loan that the document shows, which may name nothing on this target; have a provider state give one that exists.`,
  ),
);

const { response: _, ...unanswered } = answered({});

test.each<[string, Parameters<typeof exampleAbsent>]>([
  ['where the run or a state gave every name', [answered({ status: 404 }), []]],
  ['where another status is answered', [answered({ status: 400 }), ['loan']]],
  ['where nothing is answered', [unanswered, ['loan']]],
])('it counts %s', (_what, given) => expect(exampleAbsent(...given)).toBeUndefined());

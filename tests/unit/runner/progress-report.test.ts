import { ProgressReport } from '../../../src/runner/progress-report.ts';
import { caseOf } from '../../support/runs.ts';

test('a case that will be sent later is not under way', () => {
  const reported: string[][] = [];
  const [one, other] = [caseOf({ id: 'one' }), caseOf({ id: 'other' })];
  const report = new ProgressReport(2, new Map(), ({ underWay }) =>
    reported.push(underWay.map(({ id }) => id)),
  );
  report.begin(one);
  report.postpone(one);
  report.begin(other);
  expect(reported).toEqual([['one'], ['other']]);
});

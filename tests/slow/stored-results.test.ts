import { expectDamagedReportsToBeUsable, expectRandomReportsToBeUsable } from '../support/stored-reports.ts';

/** As in `tests/unit/compare/stored-results.test.ts`, with more reports. */
test('random reports', () => expectRandomReportsToBeUsable(80));

test('damaged reports', () => expectDamagedReportsToBeUsable(250));

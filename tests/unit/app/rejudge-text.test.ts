import { rejudgementText } from '../../../src/app/rejudge-text.ts';
import { acting } from '../../support/hostile-output.ts';
import { conformantResult } from '../../support/results.ts';

const result = conformantResult();
const { suite, cases } = result;
const report = { file: 'r.json', result, suite, judged: cases.length, taken: [], differences: [] };
const difference = { place: 'a/200/b', what: 'a digest', why: 'the report was changed' };
const other = { ...suite, version: '9.9.9' };

test.each<[what: string, given: Partial<Parameters<typeof rejudgementText>[0]>, said: RegExp]>([
  ['nothing differs', {}, /^✓ Nothing differs: .* follow\.$/m],
  ['nothing was judged', { judged: 0 }, /^– No verdict was judged again\. By those that the report has, /m],
  [
    'one thing differs',
    { differences: [difference] },
    /^✗ a\/200\/b: a digest \(the report was changed\)\n✗ 1 difference:/m,
  ],
  [
    'much differs',
    { differences: Array.from({ length: 60 }, () => difference) },
    /^ {2}and 10 differences more$/m,
  ],
  [
    'some is taken as recorded',
    { judged: 0, taken: [{ why: 'it is cut', cases }] },
    /^ {4}\d+: it is cut \(/m,
  ],
  [
    'another version judges',
    { suite: other },
    /^ {2}judged again by another version or document: .* 9\.9\.9,/m,
  ],
])('it says that %s, and that it is no signature', (_what, given, said) => {
  const text = rejudgementText({ ...report, ...given });
  expect(text).toMatch(said);
  expect(text).toMatch(/\nThis is no signature: .*\n$/);
});

test('what a report says acts on nothing', () => {
  const differences = [{ ...difference, place: '\u001b[2Jx', what: 'a\nb' }];
  expect(acting.exec(rejudgementText({ ...report, file: 'a\u202eb', differences }))).toBeNull();
});

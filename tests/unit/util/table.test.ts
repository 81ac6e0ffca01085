import { alignedLines, table } from '../../../src/util/table.ts';

const rows = [
  ['id', 'count', 'what'],
  ['longer', '1', ''],
];

test('columns are aligned, and nothing follows the last cell', () => {
  expect(alignedLines(rows)).toEqual(['id      count  what', 'longer  1']);
  expect(table(rows)).toBe('id      count  what\nlonger  1\n');
  expect(table([])).toBe('');
});

import { painter } from '../../../src/util/paint.ts';

test('text is styled whether or not stdout is a terminal', () => {
  expect(painter(true)('bold', 'a')).toBe('\u001b[1ma\u001b[22m');
  expect(painter(true)('red', 'a')).toBe('\u001b[31ma\u001b[39m');
  expect(painter(true)('dim', '')).toBe('');
  expect(painter(false)('red', 'a')).toBe('a');
});

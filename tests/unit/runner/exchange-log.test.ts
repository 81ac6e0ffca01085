import { array, assert, integer, property } from 'fast-check';
import type { Exchange } from '../../../src/model/exchange.ts';
import { ExchangeBudget, ExchangeLog } from '../../../src/runner/exchange-log.ts';
import { answered } from '../../support/exchanges.ts';

const attempt = (number: number, bytes = 10): Exchange => ({
  ...answered({ status: 429, body: Buffer.alloc(bytes) }),
  attempt: number,
});

/** A log of attempts with bodies of these sizes. */
function logOf(sizes: readonly number[], budget = new ExchangeBudget()): ExchangeLog {
  const log = new ExchangeLog(budget);
  for (const [index, bytes] of sizes.entries()) log.add(attempt(index + 1, bytes));
  return log;
}

const numbers = ({ exchanges }: ExchangeLog) => exchanges.map((exchange) => exchange.attempt);

test('few attempts are all kept, and nothing is said', () => {
  const log = logOf([10, 10, 10]);
  expect(numbers(log)).toEqual([1, 2, 3]);
  expect(log.attempts).toBe(3);
  expect(log.notes).toEqual([]);
});

test('of many, the first ones and the last are kept, and the others are counted', () => {
  const log = logOf(Array(2000).fill(10));
  expect(numbers(log)).toEqual([1, 2, 3, 4, 5, 6, 7, 2000]);
  expect(log.notes).toEqual([
    {
      check: 'exchanges',
      severity: 'note',
      message:
        'The report leaves out 1992 exchanges of this case, which was sent 2000 times: it keeps the first ones, as far as there is room, and the last.',
    },
  ]);
});

test('a case that is taken up again goes on counting', () => {
  const budget = new ExchangeBudget();
  const { exchanges } = logOf(Array(20).fill(10), budget);
  const log = new ExchangeLog(budget, exchanges);
  expect(log.attempts).toBe(20);
  log.add(attempt(21));
  expect(numbers(log)).toEqual([1, 2, 3, 4, 5, 6, 7, 21]);
  expect(log.notes).toHaveLength(1);
});

test('nothing is kept of a body but its bytes', () => {
  const whole = Buffer.alloc(1_000_000);
  const log = new ExchangeLog(new ExchangeBudget());
  log.add({ ...answered({ body: whole.subarray(0, 10) }), attempt: 1 });
  expect(log.exchanges[0]?.response?.body.buffer.byteLength).toBeLessThan(whole.length);
});

test('whatever a target sends, a run keeps no more than 4 MB of long last answers, and 8 MB of the others', () => {
  const cases = array(array(integer({ min: 0, max: 300_000 }), { minLength: 1, maxLength: 40 }), {
    maxLength: 20,
  });
  assert(
    property(cases, (sizes) => {
      const budget = new ExchangeBudget();
      const logs = sizes.map((attempts) => logOf(attempts, budget));
      for (const [index, log] of logs.entries()) {
        expect(log.exchanges.at(-1)?.attempt).toBe(sizes[index]?.length);
        expect(log.exchanges.length).toBeLessThanOrEqual(8);
        expect(numbers(log)).toEqual(numbers(log).toSorted((a, b) => a - b));
      }
      const earlier = logs.flatMap(({ exchanges }) => exchanges.slice(0, -1));
      const bytes = earlier.reduce((sum, { response }) => sum + (response?.body.length ?? 0), 0);
      expect(bytes).toBeLessThanOrEqual(8 * 1024 ** 2);
      const last = logs.flatMap(({ exchanges }) => exchanges.at(-1)?.response?.body.length ?? 0);
      const long = last.filter((length) => length > 4096).reduce((sum, length) => sum + length, 0);
      expect(long).toBeLessThanOrEqual(4 * 1024 ** 2);
    }),
    { numRuns: 20 },
  );
});

describe('the last answer of each case', () => {
  const long = 20_000;
  const bodyOf = ({ exchanges }: ExchangeLog) => exchanges.at(-1)?.response?.body.length;

  test('is kept as it is recorded while there is room, and then its beginning', () => {
    const budget = new ExchangeBudget();
    const logs = Array.from({ length: 250 }, () => logOf([long], budget));
    expect(bodyOf(logs[0] ?? logOf([]))).toBe(long);
    expect(bodyOf(logs[249] ?? logOf([]))).toBe(1024);
    expect(logs[0]?.notes).toEqual([]);
    expect(logs[249]?.notes).toEqual([
      {
        check: 'exchanges',
        severity: 'note',
        message:
          'The report leaves out most of this long answer: those before it took the 4 MB that a run keeps of long answers.',
      },
    ]);
  });

  test('is kept whole where it is short, however many there are', () => {
    const budget = new ExchangeBudget();
    const logs = Array.from({ length: 5000 }, () => logOf([1500], budget));
    expect(logs.every((log) => bodyOf(log) === 1500 && log.notes.length === 0)).toBe(true);
  });

  test('gives its room back when another follows it', () => {
    const budget = new ExchangeBudget();
    for (let number = 0; number < 50; number += 1) logOf(Array(20).fill(long), budget);
    expect(bodyOf(logOf([long], budget))).toBe(long);
  });
});

import { LearnedPace } from '../../../src/runner/learned-pace.ts';

/** A pace that was refused once, after one answer, by a throttle that asks for a second. */
function slowed(): LearnedPace {
  const pace = new LearnedPace(0, 0);
  pace.answered(0, 0);
  pace.refused(10, 1000, 0);
  return pace;
}

test('is what the user set, until a request is refused', () => {
  const pace = new LearnedPace(50, 0);
  for (let sentAt = 0; sentAt < 1000; sentAt += 50) pace.answered(sentAt, 50);
  expect(pace.spacingMs).toBe(50);
});

test('is never faster than the user set', () => {
  const pace = new LearnedPace(400, 0);
  pace.refused(0, 1000, 400);
  for (let sentAt = 1000; sentAt < 1e5; sentAt += 100) pace.answered(sentAt, 400);
  expect(pace.spacingMs).toBeGreaterThanOrEqual(400);
});

test('is after a first refusal the rate that was answered, the pause included', () =>
  expect(slowed().spacingMs).toBe(1010));

test('doubles with each answer, until it is refused', () => {
  const pace = slowed();
  const seen = [1010, 505, 252.5].map((gapMs, index) => {
    pace.answered(2000 + index, gapMs);
    return pace.spacingMs;
  });
  expect(seen).toEqual([505, 252.5, 126.25]);
});

test('is not raised by answers to requests from before the pause', () => {
  const pace = slowed();
  for (const sentAt of [1, 2, 3]) pace.answered(sentAt, 0);
  expect(pace.spacingMs).toBe(1010);
});

test('is halved when a pace is refused that was not known to be good', () => {
  const pace = slowed();
  pace.answered(2000, 80);
  expect(pace.spacingMs).toBe(40);
  pace.refused(2100, 1000, 40);
  expect(pace.spacingMs).toBe(80);
});

test('approaches a refused pace and does not reach it', () => {
  const pace = slowed();
  pace.answered(2000, 80);
  pace.refused(2100, 1000, 40);
  for (let sentAt = 3100; sentAt < 20_000; sentAt += 80) pace.answered(sentAt, 80);
  expect(pace.spacingMs).toBeCloseTo(44, 1);
});

test('tries a refused pace again after twenty times the pause that it cost', () => {
  const pace = slowed();
  pace.answered(2000, 80);
  pace.refused(2100, 1000, 40);
  pace.answered(3100 + 20_001, 44);
  expect(pace.spacingMs).toBe(22);
});

test('a pace that was good for a while and is refused is given up by a little', () => {
  const pace = slowed();
  pace.answered(2000, 80);
  pace.refused(2100, 1000, 40);
  for (let sentAt = 3100; sentAt < 20_000; sentAt += 80) pace.answered(sentAt, 80);
  pace.refused(20_000, 1000, 44);
  expect(pace.spacingMs).toBeCloseTo(48.4, 1);
});

test('a refused request that had waited longer than the pace demands slows down no more than another', () => {
  const pace = slowed();
  pace.answered(2000, 80);
  pace.refused(2100, 1000, 4000);
  expect(pace.spacingMs).toBe(80);
});

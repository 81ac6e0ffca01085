/** The largest of any number of numbers, at least 0. A call has room for some 100,000 arguments only. */
export const largest = (numbers: readonly number[]): number =>
  numbers.reduce((most, number) => Math.max(most, number), 0);

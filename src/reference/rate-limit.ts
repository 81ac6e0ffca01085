import type { Account } from './store.ts';

/** So many upgrade requests of one account in so many milliseconds. */
export interface RateLimit {
  readonly requests: number;
  readonly perMs: number;
}

/** Counts a request; 0 when it is within the limit, else the whole seconds after which the next one is. */
export type RateLimiter = (account: Account) => number;

/** Counts per account, in windows that begin with the first request. */
export function createRateLimiter(limit: RateLimit | undefined, now: () => Date): RateLimiter {
  if (!limit) return () => 0;
  const windows = new WeakMap<Account, { end: number; used: number }>();
  return (account) => {
    const time = now().getTime();
    let window = windows.get(account);
    if (!window || time >= window.end) {
      window = { end: time + limit.perMs, used: 0 };
      windows.set(account, window);
    }
    if (window.used >= limit.requests) return Math.ceil((window.end - time) / 1000);
    window.used += 1;
    return 0;
  };
}

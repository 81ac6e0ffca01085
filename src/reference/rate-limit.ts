import type { Account } from './store.ts';

/** The number of requests that one account may send in a period. */
export interface RateLimit {
  readonly requests: number;
  readonly perMs: number;
}

/** Counts a request. Returns 0 within the limit, otherwise the seconds until the next request is accepted. */
export type RateLimiter = (account: Account) => number;

/** Counts for each account, in windows that start with the first request. */
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

/**
 * Milliseconds that a Retry-After field asks for (RFC 9110 §10.2.3); undefined when it cannot be read.
 * @param value seconds or a date
 * @param date the answer's own Date field: a date is read against the target's clock, not against ours
 * @param now the time by our clock, for an answer without Date
 */
export function retryAfterMs(
  value: string | undefined,
  date: string | undefined,
  now: number,
): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const until = httpDate(value);
  return until === undefined ? undefined : Math.max(0, until - (httpDate(date) ?? now));
}

/** Date.parse makes a date of nearly anything; all three forms of RFC 9110 §5.6.7 begin with the day's name. */
function httpDate(value: string | undefined): number | undefined {
  if (value === undefined || !/^[A-Z][a-z]{2,8},? /.test(value)) return undefined;
  const date = Date.parse(value.endsWith(' GMT') ? value : `${value} GMT`);
  return Number.isNaN(date) ? undefined : date;
}

/**
 * Milliseconds that a Retry-After field asks for (RFC 9110 §10.2.3); undefined when it cannot be read. A date is read
 * against the answer's own Date, because the clocks of two machines differ.
 */
export function retryAfterMs(retryAfter: string | undefined, date: string | undefined): number | undefined {
  if (retryAfter === undefined) return undefined;
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter) * 1000;
  const until = httpDate(retryAfter);
  return until === undefined ? undefined : Math.max(0, until - (httpDate(date ?? '') ?? Date.now()));
}

/** Date.parse makes a date of nearly anything; all three forms of RFC 9110 §5.6.7 begin with the day's name. */
function httpDate(text: string): number | undefined {
  if (!/^[A-Z][a-z]{2,8},? /.test(text)) return undefined;
  const time = Date.parse(text.endsWith(' GMT') ? text : `${text} GMT`);
  return Number.isNaN(time) ? undefined : time;
}

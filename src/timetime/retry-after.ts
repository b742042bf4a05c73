/** The two forms of `Retry-After` (RFC 9110, 10.2.3), as milliseconds from now. */

/**
 * A date is held against the answer's own `Date`, so that a wrong clock on this machine does not matter. `undefined`
 * where the header is absent or makes no sense; a moment that has passed is 0.
 */
export function retryAfterMs(value: string | undefined, answeredAt: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const text = value.trim();
  if (/^\d{1,15}$/.test(text)) return Number(text) * 1000;
  const until = httpDate(text);
  if (until === undefined) return undefined;
  return Math.max(0, until - (httpDate(answeredAt ?? '') ?? Date.now()));
}

/** `Wed, 21 Oct 2015 07:28:00 GMT`; `Date.parse` alone would take `-5` for a year. */
function httpDate(text: string): number | undefined {
  if (!/^[A-Z][a-z]{2,8},? .*\d{2}:\d{2}:\d{2}/.test(text)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

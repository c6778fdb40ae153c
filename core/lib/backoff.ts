// When to try again: the schedule of webhook deliveries, its jitter, and what a peer asked for.
//
// The schedule is the example of Standard Webhooks 1.0 ("Deliverability and reliability"): at once, then
// 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h. Chance and the present time are passed in.

/** Delay before each attempt, in seconds, counted from the end of the one before. Ten attempts. */
export const standardRetryDelaysSeconds = [
  0, 5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400,
] as const

const jitterShare = 0.2

/**
 * Spreads a delay evenly over ±20 %, so that what failed together does not return together.
 *
 * @param unit a random number from 0 (inclusive) to 1, made by the caller
 * @returns seconds, with a fraction; 0 stays 0
 */
export function jitter(delaySeconds: number, unit: number): number {
  return delaySeconds * (1 - jitterShare + 2 * jitterShare * unit)
}

/**
 * How long a peer asks us to wait (`Retry-After`, RFC 9110 section 10.2.3): seconds, or one of the three
 * forms of HTTP-date (section 5.6.7). Fractions of a second, which some vendors send, are accepted.
 *
 * @returns milliseconds from `nowMs`, 0 for a date that has passed, undefined for what is neither.
 *   Not capped: a peer may ask for years, and the caller decides.
 */
export function parseRetryAfter(
  value: string | null | undefined,
  nowMs: number,
): number | undefined {
  const text = value?.trim() ?? ''
  if (/^\d{1,10}(?:\.\d{1,6})?$/.test(text)) return Math.ceil(Number(text) * 1000)
  const dateMs = parseHttpDate(text, nowMs)
  return dateMs === undefined ? undefined : Math.max(0, dateMs - nowMs)
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const httpDateForms = [
  // IMF-fixdate: Sun, 06 Nov 1994 08:49:37 GMT
  /^[A-Z][a-z]{2}, (?<day>\d{2}) (?<month>[A-Z][a-z]{2}) (?<year>\d{4}) (?<time>\d{2}:\d{2}:\d{2}) GMT$/,
  // RFC 850: Sunday, 06-Nov-94 08:49:37 GMT
  /^[A-Z][a-z]{5,8}, (?<day>\d{2})-(?<month>[A-Z][a-z]{2})-(?<year>\d{2}) (?<time>\d{2}:\d{2}:\d{2}) GMT$/,
  // asctime: Sun Nov  6 08:49:37 1994
  /^[A-Z][a-z]{2} (?<month>[A-Z][a-z]{2}) (?<day>[ \d]\d) (?<time>\d{2}:\d{2}:\d{2}) (?<year>\d{4})$/,
]

function parseHttpDate(text: string, nowMs: number): number | undefined {
  const fields = httpDateForms.map((form) => form.exec(text)?.groups).find(Boolean)
  if (fields === undefined) return undefined
  const month = months.indexOf(fields.month ?? '')
  const day = Number(fields.day)
  const [hour = 0, minute = 0, second = 0] = (fields.time ?? '').split(':').map(Number)
  if (month === -1 || hour > 23 || minute > 59 || second > 60) return undefined
  const year = fullYear(fields.year ?? '', nowMs)
  const dateMs = Date.UTC(year, month, day, hour, minute, second)
  // Date.UTC rolls 31 April over into May: such a date was none.
  return new Date(Date.UTC(year, month, day)).getUTCDate() === day ? dateMs : undefined
}

/** Two digits more than 50 years ahead are the latest such year in the past (RFC 9110, 5.6.7). */
function fullYear(digits: string, nowMs: number): number {
  const year = Number(digits)
  if (digits.length === 4) return year
  const currentYear = new Date(nowMs).getUTCFullYear()
  const candidate = currentYear - (currentYear % 100) + year
  return candidate > currentYear + 50 ? candidate - 100 : candidate
}

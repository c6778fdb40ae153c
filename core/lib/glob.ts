// Patterns over event types, as subscribers write them.
//
//   *               every type
//   run.failed      that type alone
//   run.*           every type below it, at any depth: run.failed, run.sync.failed, never run
//
// A star stands only at the end and only as a whole segment, so matching is one comparison of a prefix
// and no pattern can be slow.

const charactersMax = 128
const pattern = /^(?:\*|[a-z0-9_]+(?:\.[a-z0-9_]+)*(?:\.\*)?)$/

/** Whether a text is a pattern: the forms above, segments of a-z, 0-9 and _, at most 128 characters. */
export function isEventTypePattern(text: string): boolean {
  return text.length <= charactersMax && pattern.test(text)
}

/** Whether a type is covered. What is no pattern covers nothing. */
export function matchesEventType(eventTypePattern: string, type: string): boolean {
  if (!isEventTypePattern(eventTypePattern)) return false
  if (eventTypePattern === '*') return true
  if (!eventTypePattern.endsWith('.*')) return eventTypePattern === type
  const prefix = eventTypePattern.slice(0, -1) // keeps the dot: run.* must not cover runner.failed
  return type.length > prefix.length && type.startsWith(prefix)
}

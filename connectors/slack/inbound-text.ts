// What a person typed, out of what Slack sends: references become readable, entities become letters again.
// Slack's format: docs.slack.dev/messaging/formatting-message-text, "retrieving messages".

/**
 * The readable text of a message. Mentions of `botUserId` are left out; other people, channels, groups and links
 * keep what a reader would see, or their id where Slack sends no name.
 */
export function readableText(text: string, botUserId: string | null): string {
  return text
    .replace(/<([^<>]*)>/g, (_, inside: string) => readReference(inside, botUserId))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .trim()
}

function readReference(inside: string, botUserId: string | null): string {
  const bar = inside.indexOf('|')
  const target = bar === -1 ? inside : inside.slice(0, bar)
  const label = bar === -1 ? '' : inside.slice(bar + 1)
  const id = target.slice(1)
  if (target.startsWith('@')) return id === botUserId ? '' : `@${label || id}`
  if (target.startsWith('#')) return `#${label || id}`
  // <!here>, <!subteam^S1|@group>, <!date^…|a day>
  if (target.startsWith('!')) return label || `@${id.split('^', 1)[0]}`
  const isShortened = label === '' || target.endsWith(label) || target === `http://${label}`
  return isShortened ? label || target : `${label} (${target})`
}

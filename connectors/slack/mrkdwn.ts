// Slack's own markup, written so that no text of a model, a person or a vendor can do more than be read: the three
// control characters are escaped, so that `<!here>`, `<@U…>` and hidden links stay letters, and the words that
// call a whole channel are broken by an invisible joiner, should a client ever read them again.
// Rules: docs.slack.dev/messaging/formatting-message-text.
import type { Inline } from '../../core/lib/markdown.ts'

const urlCharactersMax = 2_000
const wordJoiner = '\u2060'

/** Text as text: nothing in it is markup to Slack except `*`, `_`, `~` and backticks. */
export function escapeMrkdwn(text: string): string {
  return text
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/@(?=(?:channel|here|everyone|group)\b)/gi, `@${wordJoiner}`)
}

/** A link that shows `label`; a URL that is not http, https or mailto is left out, and its label stays. */
export function mrkdwnLink(url: string, label: string): string {
  const shown = escapeMrkdwn(label.replace(/\s+/g, ' ').trim())
  const isLink = /^(?:https?:\/\/|mailto:)/i.test(url) && url.length <= urlCharactersMax
  if (!isLink || !URL.canParse(url)) return shown
  const target = url
    .replace(/[\s<>|]|@(?=(?:channel|here|everyone|group)\b)/gi, encodeURIComponent)
    .replaceAll('&', '&amp;')
  return shown === '' || label === url ? `<${target}>` : `<${target}|${shown}>`
}

/** The inline parts of Markdown as mrkdwn. */
export function mrkdwnOfInlines(inlines: readonly Inline[]): string {
  return inlines.map(mrkdwnOfInline).join('')
}

function mrkdwnOfInline(inline: Inline): string {
  switch (inline.type) {
    case 'text':
      return linkBareUrls(inline.text)
    case 'code':
      return `\`${escapeMrkdwn(inline.text.replaceAll('`', "'").replaceAll('\n', ' '))}\``
    case 'break':
      return '\n'
    case 'bold':
      return `*${mrkdwnOfInlines(inline.children)}*`
    case 'italic':
      return `_${mrkdwnOfInlines(inline.children)}_`
    case 'strike':
      return `~${mrkdwnOfInlines(inline.children)}~`
    case 'link':
      return mrkdwnLink(inline.url, plainOfInlines(inline.children))
  }
}

/** Blocks are sent verbatim, so Slack links nothing by itself. */
function linkBareUrls(text: string): string {
  return text
    .split(/(https?:\/\/[^\s<>"|]+)/)
    .map((part, index) => {
      if (index % 2 === 0) return escapeMrkdwn(part)
      const url = part.replace(/[.,;:!?'")\]}*_~]{1,20}$/, '')
      return mrkdwnLink(url, url) + escapeMrkdwn(part.slice(url.length))
    })
    .join('')
}

/** The words alone. */
export function plainOfInlines(inlines: readonly Inline[]): string {
  return inlines
    .map((inline) => {
      if (inline.type === 'text' || inline.type === 'code') return inline.text
      return inline.type === 'break' ? '\n' : plainOfInlines(inline.children)
    })
    .join('')
}

/**
 * Cuts mrkdwn into parts of at most `charactersMax` (at least 3,000 where links may occur), at a line's end, else at
 * a blank, never inside a link, an entity or a character.
 */
export function splitMrkdwn(text: string, charactersMax: number): string[] {
  const parts: string[] = []
  let rest = text
  while (rest.length > charactersMax) {
    const cut = cutBefore(rest, charactersMax)
    parts.push(rest.slice(0, cut).trimEnd())
    rest = rest.slice(cut).replace(/^\s+/, '')
  }
  return [...parts, rest].filter((part) => part.trim() !== '')
}

function cutBefore(text: string, charactersMax: number): number {
  const window = text.slice(0, charactersMax)
  const half = charactersMax / 2
  const line = window.lastIndexOf('\n')
  if (line >= half) return line
  const blank = outsideLink(window, window.lastIndexOf(' '))
  if (blank >= half) return blank
  const hard = outsideLink(window, outsideEntity(window, charactersMax))
  return hard > 0 ? hard : charactersMax
}

/** The cut, or the start of the link it stands in. */
function outsideLink(window: string, cut: number): number {
  const open = window.lastIndexOf('<', cut - 1)
  return open > window.lastIndexOf('>', cut - 1) ? open : cut
}

/** The cut, or the start of the entity or the surrogate pair it stands in. */
function outsideEntity(window: string, cut: number): number {
  const open = window.lastIndexOf('&', cut - 1)
  if (open >= cut - 4 && open > window.lastIndexOf(';', cut - 1)) return open
  return /[\ud800-\udbff]/.test(window.charAt(cut - 1)) ? cut - 1 : cut
}

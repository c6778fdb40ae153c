// Letters: one plain frame for all, as text and as HTML. Everything in it may be foreign (names, titles, addresses): it is cut,
// stripped of control characters and escaped here, so that no caller can forget. Nothing remote is loaded but the logo.
import type { Letter } from '../contract/ports.ts'
import { escapeHtml } from '../lib/html.ts'
import type { Brand } from './brand.ts'

export interface LetterContent {
  readonly to: string
  readonly subject: string
  /** Null: a letter of the hub itself. */
  readonly brand: Brand | null
  readonly title: string
  readonly paragraphs: readonly string[]
  /** Where to go; the link is shown in full under each button, so that people see where it leads. */
  readonly buttons?: readonly { readonly label: string; readonly url: string }[]
  /** Why the reader gets this. */
  readonly footer: string
}

const lineCharactersMax = 200
const paragraphCharactersMax = 2_000
const accent = '#0f766e'

/** A letter ready to send. */
export function letterOf(content: LetterContent): Letter {
  const { to, brand, buttons = [] } = content
  const subject = oneLine(content.subject)
  const title = oneLine(content.title)
  const sender = oneLine(brand?.displayName ?? 'Causeway')
  const paragraphs = content.paragraphs.map((each) => plain(each, paragraphCharactersMax))
  const footer = plain(content.footer, paragraphCharactersMax)
  const text = [
    title,
    ...paragraphs,
    ...buttons.map(({ label, url }) => `${oneLine(label)}:\n${url}`),
    `-- \n${sender}\n${footer}`,
  ].join('\n\n')
  const color = brand?.accentColor ?? accent
  const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${escapeHtml(subject)}</title></head>
<body style="margin:0;padding:24px;font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif">
<div style="max-width:34rem;margin:0 auto">
<p style="border-top:4px solid ${color};padding-top:16px;font-weight:600">${brand?.logoUrl ? `<img src="${escapeHtml(brand.logoUrl)}" alt="" height="28" style="vertical-align:middle;margin-right:8px">` : ''}${escapeHtml(sender)}</p>
<h1 style="font-size:20px">${escapeHtml(title)}</h1>
${paragraphs.map((each) => `<p>${escapeHtml(each).replaceAll('\n', '<br>')}</p>`).join('\n')}
${buttons.map((each) => button(each, color)).join('\n')}
<p style="font-size:13px;opacity:.75;margin-top:32px">${escapeHtml(footer)}</p>
</div></body></html>`
  return { to, subject, text, html }
}

function button({ label, url }: { label: string; url: string }, color: string): string {
  const style = `display:inline-block;padding:10px 18px;border-radius:8px;background:${color};color:${inkOn(color)};text-decoration:none;font-weight:600`
  return `<p><a href="${escapeHtml(url)}" style="${style}">${escapeHtml(oneLine(label))}</a><br><span style="font-size:12px;opacity:.75;word-break:break-all">${escapeHtml(url)}</span></p>`
}

/** Black or white, whichever stands out more on a `#rrggbb` (WCAG 2.2, relative luminance). */
export function inkOn(color: string): '#000000' | '#ffffff' {
  const channel = (at: number) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  const luminance = 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
  return luminance > 0.179 ? '#000000' : '#ffffff'
}

/** For headers and titles: no line breaks, no control or direction-changing characters, bounded. */
function oneLine(text: string): string {
  return plain(text, lineCharactersMax).replaceAll(/\s+/g, ' ').trim()
}

function plain(text: string, charactersMax: number): string {
  return text
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, (each) => (each === '\n' ? each : ' '))
    .slice(0, charactersMax)
}

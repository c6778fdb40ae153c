// Letters: one plain frame for all, as text and as HTML. Everything in it may be foreign (names, titles, addresses): it is cut,
// stripped of what reorders or hides text, and escaped here, so that no caller can forget. Nothing remote is loaded but the logo.
// No tables, no script; readable without its style sheet, which some readers drop: colours of the light look stand inline.
import type { Brand } from '../contract/brand.ts'
import type { Letter } from '../contract/ports.ts'
import { inkOn } from '../lib/contrast.ts'
import { escapeHtml } from '../lib/html.ts'
import { plainLine, plainText } from '../lib/plain-text.ts'

interface LetterLink {
  readonly label: string
  readonly url: string
}

export interface LetterContent {
  readonly to: string
  readonly subject: string
  /** Null: a letter of the hub itself. */
  readonly brand: Brand | null
  readonly title: string
  readonly paragraphs: readonly string[]
  /** Where to go; the link is shown in full under each button, so that people see where it leads. */
  readonly buttons?: readonly LetterLink[]
  /** Several things, one below the other. */
  readonly items?: readonly (LetterLink & { readonly title: string; readonly text: string })[]
  /** Why the reader gets this. */
  readonly footer: string
}

/** RFC 5322 §2.1.1: a header line has at most 998 characters, and readers show far fewer. */
const lineCharactersMax = 200
const paragraphCharactersMax = 2_000
/** Causeway's own. */
const accent = '#0f766e'

/** A letter ready to send. */
export function letterOf(content: LetterContent): Letter {
  const { to, brand, buttons = [], items = [] } = content
  const letter = {
    subject: line(content.subject),
    title: line(content.title),
    sender: line(brand?.displayName ?? 'Causeway'),
    paragraphs: content.paragraphs.map(paragraph),
    buttons: buttons.map(link),
    items: items.map((each) => ({
      ...link(each),
      title: line(each.title),
      text: paragraph(each.text),
    })),
    footer: paragraph(content.footer),
    brand,
  }
  return { to, subject: letter.subject, text: textOf(letter), html: htmlOf(letter) }
}

type Plain = ReturnType<typeof link>

interface PlainLetter {
  readonly subject: string
  readonly title: string
  readonly sender: string
  readonly paragraphs: readonly string[]
  readonly buttons: readonly Plain[]
  readonly items: readonly (Plain & { readonly title: string; readonly text: string })[]
  readonly footer: string
  readonly brand: Brand | null
}

/**
 * A foreign name that mail readers make no link of: without `://`, and without the dot after `www`. Subject, title, sender and labels
 * are given so here; a caller who puts a name into a paragraph, where our own addresses stand too, does it there.
 */
export function withoutLinks(text: string): string {
  return text.replaceAll(/:\s*\/\s*\/+/g, ' ').replaceAll(/\bwww\s*\./gi, 'www ')
}

const line = (text: string) => withoutLinks(plainLine(text, lineCharactersMax))
const paragraph = (text: string) => plainText(text, paragraphCharactersMax).trim()
const link = ({ label, url }: LetterLink) => ({ label: line(label), url })

function textOf({ title, sender, paragraphs, buttons, items, footer, brand }: PlainLetter): string {
  const by = brand ? `${sender}, by Causeway` : sender
  return [
    title,
    ...paragraphs,
    ...items.map((item) => `* ${item.title}\n${item.text}\n${item.label}: ${item.url}`),
    ...buttons.map(({ label, url }) => `${label}:\n${url}`),
    `-- \n${by}\n${footer}`,
  ].join('\n\n')
}

const sheet = `
@media (prefers-color-scheme:dark){
.paper{background:#14181f!important;color:#e6e9ee!important}
.card{background:#1c222c!important;border-right-color:#2e3642!important;border-bottom-color:#2e3642!important;border-left-color:#2e3642!important}
.line{border-color:#2e3642!important}
.quiet,.quiet a{color:#a8b2bf!important}
.link{color:#5fd0c5!important}
}
@media (max-width:480px){.paper{padding:12px!important}.card{padding:20px!important}}`

function htmlOf(letter: PlainLetter): string {
  const { subject, title, sender, paragraphs, buttons, items, footer, brand } = letter
  const color = brand?.accentColor ?? accent
  const logo = brand?.logoUrl
    ? `<img src="${escapeHtml(brand.logoUrl)}" alt="" height="28" style="vertical-align:middle;margin-right:10px;max-width:160px">`
    : ''
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${escapeHtml(subject)}</title><style>${sheet}</style></head>
<body class="paper" style="margin:0;padding:32px 16px;background:#f6f7f9;color:#1b2330;font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif">
<div class="card" style="box-sizing:border-box;max-width:560px;margin:0 auto;padding:28px 32px;background:#ffffff;border:1px solid #dfe3e8;border-top:4px solid ${color};border-radius:12px;overflow-wrap:break-word;word-break:break-word">
<p style="margin:0 0 20px;font-weight:600">${logo}${escapeHtml(sender)}</p>
<h1 style="margin:0 0 12px;font-size:20px;line-height:1.3">${escapeHtml(title)}</h1>
${paragraphs.map((each) => `<p style="margin:0 0 12px">${lines(each)}</p>`).join('\n')}
${items.map(itemOf).join('\n')}
${buttons.map((each) => buttonOf(each, color)).join('\n')}
<p class="line quiet" style="margin:28px 0 0;padding-top:16px;border-top:1px solid #dfe3e8;font-size:13px;color:#5b6573">${lines(footer)}${brand ? '<br>Sent by Causeway.' : ''}</p>
</div></body></html>`
}

function buttonOf({ label, url }: Plain, color: string): string {
  const style = `display:inline-block;padding:10px 18px;border-radius:8px;background:${color};color:${inkOn(color)};text-decoration:none;font-weight:600`
  return `<p style="margin:20px 0 0"><a href="${escapeHtml(url)}" style="${style}">${escapeHtml(label)}</a></p>
<p class="quiet" style="margin:8px 0 0;font-size:12px;color:#5b6573;word-break:break-all">${escapeHtml(url)}</p>`
}

function itemOf({ title, text, label, url }: PlainLetter['items'][number]): string {
  return `<div class="line" style="margin:16px 0 0;padding-top:16px;border-top:1px solid #dfe3e8">
<p style="margin:0 0 4px;font-weight:600">${escapeHtml(title)}</p>
<p style="margin:0 0 6px">${lines(text)}</p>
<p style="margin:0;font-size:14px">${escapeHtml(label)}: <a class="link" href="${escapeHtml(url)}" style="color:#0f766e;word-break:break-all">${escapeHtml(url)}</a></p>
</div>`
}

const lines = (text: string) => escapeHtml(text).replaceAll('\n', '<br>')

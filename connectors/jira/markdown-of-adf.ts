// Reads Atlassian Document Format, Jira's rich text, as Markdown. Nothing throws: an unknown node leaves its
// text behind, and depth and length are bounded, because strangers write issues.
// Structure: developer.atlassian.com/cloud/jira/platform/apis/document/structure/ (version 1).
import { z } from 'zod'
import { truncateText } from '../../core/lib/text.ts'

/** Deeper nodes are left out: real documents nest a handful of levels. */
const depthMax = 24

const mark = z.object({ type: z.string(), attrs: z.record(z.string(), z.unknown()).optional() })
const nodeShape = z.object({
  type: z.string(),
  text: z.string().optional().catch(undefined),
  attrs: z.record(z.string(), z.unknown()).optional().catch(undefined),
  marks: z.array(mark).optional().catch(undefined),
  content: z.array(z.unknown()).optional().catch(undefined),
})
type Node = z.output<typeof nodeShape>

/**
 * The Markdown of a rich-text field, at most `charactersMax` characters; empty for null, for plain text the text
 * itself, for what is no document an empty text.
 */
export function markdownOfAdf(value: unknown, charactersMax: number): string {
  if (typeof value === 'string') return truncateText(value.trim(), charactersMax)
  const text = blocksText(childrenOf(value), 0).replace(/\n{3,}/g, '\n\n')
  return truncateText(text.trim(), charactersMax)
}

function childrenOf(value: unknown): Node[] {
  const parsed = nodeShape.safeParse(value)
  const content = parsed.success ? (parsed.data.content ?? []) : []
  return content.flatMap((child) => {
    const node = nodeShape.safeParse(child)
    return node.success ? [node.data] : []
  })
}

function blocksText(nodes: readonly Node[], depth: number): string {
  if (depth > depthMax) return ''
  return nodes.map((node) => blockText(node, depth)).join('\n\n')
}

function blockText(node: Node, depth: number): string {
  const children = childrenOf(node)
  switch (node.type) {
    case 'paragraph':
      return inlinesText(children)
    case 'heading': {
      const level = Math.min(6, Math.max(1, Number(node.attrs?.level) || 1))
      return `${'#'.repeat(level)} ${inlinesText(children).replaceAll('\n', ' ')}`
    }
    case 'codeBlock':
      return codeText(node, children)
    case 'rule':
      return '---'
    case 'bulletList':
    case 'orderedList':
    case 'taskList':
    case 'decisionList':
      return listText(node, children, depth)
    case 'blockquote':
      return prefixLines(blocksText(children, depth + 1), '> ')
    case 'table':
      return tableText(children, depth)
    case 'text':
    case 'hardBreak':
    case 'inlineCard':
    case 'mention':
    case 'emoji':
    case 'date':
    case 'status':
      return inlinesText([node])
    case 'blockCard':
    case 'embedCard':
      return stringOf(node.attrs?.url)
    case 'media':
      return `(attachment${node.attrs?.alt ? `: ${escapeText(stringOf(node.attrs.alt))}` : ''})`
    case 'expand':
    case 'nestedExpand': {
      const title = stringOf(node.attrs?.title)
      return (title === '' ? '' : `**${escapeText(title)}**\n\n`) + blocksText(children, depth + 1)
    }
    default:
      return children.some((child) => child.type === 'text')
        ? inlinesText(children)
        : blocksText(children, depth + 1)
  }
}

function codeText(node: Node, children: readonly Node[]): string {
  const code = children.map((child) => child.text ?? '').join('')
  const longest = Math.max(2, ...Array.from(code.matchAll(/`+/g), (run) => run[0].length))
  const fence = '`'.repeat(longest + 1)
  const language = stringOf(node.attrs?.language).replace(/[^\w+#.-]/g, '')
  return `${fence}${language}\n${code}\n${fence}`
}

function listText(list: Node, items: readonly Node[], depth: number): string {
  if (depth > depthMax) return ''
  const start = Number(list.attrs?.order) || 1
  return items
    .map((item, index) => {
      const marker = list.type === 'orderedList' ? `${start + index}. ` : bulletOf(item)
      const isNested = item.type.endsWith('List')
      const text = isNested ? listText(item, childrenOf(item), depth + 1) : itemText(item, depth)
      const indent = ' '.repeat(Math.max(2, marker.startsWith('-') ? 2 : marker.length))
      return isNested ? prefixLines(text, '  ') : marker + text.replaceAll('\n', `\n${indent}`)
    })
    .join('\n')
}

function bulletOf(item: Node): string {
  if (item.type !== 'taskItem') return '- '
  return item.attrs?.state === 'DONE' ? '- [x] ' : '- [ ] '
}

/** Paragraphs of an item stand on lines of their own, without blank ones between. */
function itemText(item: Node, depth: number): string {
  const children = childrenOf(item)
  const isInline = children.some((child) => child.type === 'text')
  return isInline ? inlinesText(children) : blocksText(children, depth + 1).replaceAll('\n\n', '\n')
}

function tableText(rows: readonly Node[], depth: number): string {
  const cells = rows.map((row) =>
    childrenOf(row).map((cell) =>
      blocksText(childrenOf(cell), depth + 1)
        .replace(/\s+/g, ' ')
        .replaceAll('|', '\\|'),
    ),
  )
  const [header, ...rest] = cells
  if (header === undefined) return ''
  const line = (row: readonly string[]) => `| ${row.join(' | ')} |`
  return [line(header), line(header.map(() => '---')), ...rest.map(line)].join('\n')
}

function inlinesText(nodes: readonly Node[]): string {
  return nodes.map(inlineText).join('')
}

function inlineText(node: Node): string {
  switch (node.type) {
    case 'text':
      return markedText(node)
    case 'hardBreak':
      return '\n'
    case 'mention':
      return escapeText(`@${stringOf(node.attrs?.text).replace(/^@/, '')}`)
    case 'emoji':
      return stringOf(node.attrs?.text) || stringOf(node.attrs?.shortName)
    case 'inlineCard':
      return stringOf(node.attrs?.url)
    case 'status':
      return escapeText(stringOf(node.attrs?.text))
    case 'date':
      return dayOf(Number(node.attrs?.timestamp))
    default:
      return escapeText(node.text ?? '')
  }
}

function dayOf(ms: number): string {
  return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString().slice(0, 10) : ''
}

const wrappers: Readonly<Record<string, string>> = { strong: '**', em: '*', strike: '~~' }

function markedText(node: Node): string {
  const text = node.text ?? ''
  const marks = node.marks ?? []
  const link = marks.find((one) => one.type === 'link')
  // Marks must not touch blanks, or Markdown does not see them.
  const inner = text.trim()
  if (inner === '') return text
  const [before, after] = [text.slice(0, text.indexOf(inner)), text.slice(text.trimEnd().length)]
  let marked = marks.some((one) => one.type === 'code') ? codeSpan(inner) : escapeText(inner)
  for (const one of marks) {
    const wrapper = wrappers[one.type]
    if (wrapper !== undefined) marked = wrapper + marked + wrapper
  }
  const href = stringOf(link?.attrs?.href)
  if (isSafeUrl(href)) marked = `[${marked}](${href.replace(/[()<>\s]/g, percentEncoded)})`
  return before + marked + after
}

function percentEncoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
}

function codeSpan(text: string): string {
  const longest = Math.max(0, ...Array.from(text.matchAll(/`+/g), (run) => run[0].length))
  const fence = '`'.repeat(longest + 1)
  const padding = /^`|`$/.test(text) ? ' ' : ''
  return fence + padding + text.replaceAll('\n', ' ') + padding + fence
}

/** A letter that Markdown would read as markup gets a backslash, also a line's first one. */
function escapeText(text: string): string {
  return text
    .replace(/[\\`*[\]<]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|~~/gu, (found) => `\\${found}`)
    .replace(/^([ \t]*)(#{1,6}(?=\s|$)|[-+>](?=\s))/gm, '$1\\$2')
}

function prefixLines(text: string, prefix: string): string {
  return text
    .split('\n')
    .map((line) => (prefix + line).trimEnd())
    .join('\n')
}

function stringOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function isSafeUrl(url: string): boolean {
  return /^(?:https?:\/\/|mailto:)/i.test(url) && URL.canParse(url)
}

// Writes Atlassian Document Format, Jira's rich text, from the Markdown of people and models. Only nodes and
// marks that every Jira Cloud project takes, nested as the schema allows, so that text alone is never refused.
// Structure: developer.atlassian.com/cloud/jira/platform/apis/document/structure/ (version 1).
import { type Block, type Inline, type List, parseMarkdown } from '../../core/lib/markdown.ts'

export interface AdfNode {
  readonly type: string
  readonly version?: number
  readonly text?: string
  readonly attrs?: Readonly<Record<string, unknown>>
  readonly marks?: readonly AdfMark[]
  readonly content?: readonly AdfNode[]
}

interface AdfMark {
  readonly type: string
  readonly attrs?: Readonly<Record<string, unknown>>
}

/** The document of a Markdown text. A blank text is a document without content. */
export function adfOfMarkdown(markdown: string): AdfNode {
  return { type: 'doc', version: 1, content: parseMarkdown(markdown).map(adfOfBlock) }
}

function adfOfBlock(block: Block): AdfNode {
  switch (block.type) {
    case 'heading':
      return {
        type: 'heading',
        attrs: { level: block.level },
        content: adfOfInlines(block.children),
      }
    case 'paragraph':
      return paragraph(block.children)
    case 'code':
      return {
        type: 'codeBlock',
        ...(block.language === null ? {} : { attrs: { language: block.language } }),
        ...(block.text === '' ? {} : { content: [{ type: 'text', text: block.text }] }),
      }
    case 'quote':
      return { type: 'blockquote', content: quoteContent(block.children) }
    case 'rule':
      return { type: 'rule' }
    case 'list':
      return adfOfList(block)
    case 'table':
      return {
        type: 'table',
        content: [
          adfOfRow('tableHeader', block.header),
          ...block.rows.map((row) => adfOfRow('tableCell', row)),
        ],
      }
  }
}

/** Quotes hold paragraphs, lists and code only; what else was quoted becomes paragraphs. */
function quoteContent(blocks: readonly Block[]): AdfNode[] {
  const content = blocks.flatMap((block): AdfNode[] => {
    if (block.type === 'quote') return quoteContent(block.children)
    if (block.type === 'heading') return [paragraph(block.children)]
    if (block.type === 'table')
      return [block.header, ...block.rows].flatMap((row) => row.map(paragraph))
    return block.type === 'rule' ? [] : [adfOfBlock(block)]
  })
  return content.length > 0 ? content : [{ type: 'paragraph', content: [] }]
}

function adfOfList(list: List): AdfNode {
  return {
    type: list.ordered ? 'orderedList' : 'bulletList',
    ...(list.ordered ? { attrs: { order: list.start } } : {}),
    content: list.items.map((item) => ({
      type: 'listItem',
      content: [
        paragraph(item.children),
        ...(item.nested === null ? [] : [adfOfList(item.nested)]),
      ],
    })),
  }
}

function adfOfRow(type: 'tableHeader' | 'tableCell', cells: readonly Inline[][]): AdfNode {
  return {
    type: 'tableRow',
    content: cells.map((cell) => ({ type, content: [paragraph(cell)] })),
  }
}

function paragraph(inlines: readonly Inline[]): AdfNode {
  return { type: 'paragraph', content: adfOfInlines(inlines) }
}

function adfOfInlines(inlines: readonly Inline[], marks: readonly AdfMark[] = []): AdfNode[] {
  return inlines.flatMap((inline) => adfOfInline(inline, marks))
}

function adfOfInline(inline: Inline, marks: readonly AdfMark[]): AdfNode[] {
  const inside = (children: readonly Inline[], mark: AdfMark) =>
    adfOfInlines(children, [...marks, mark])
  switch (inline.type) {
    case 'text':
      return textNodes(inline.text.replaceAll('\n', ' '), marks)
    case 'code': {
      // Beside code, Jira allows a link only.
      const links = marks.filter((mark) => mark.type === 'link')
      return textNodes(inline.text, [...links, { type: 'code' }])
    }
    case 'break':
      return [{ type: 'hardBreak' }]
    case 'bold':
      return inside(inline.children, { type: 'strong' })
    case 'italic':
      return inside(inline.children, { type: 'em' })
    case 'strike':
      return inside(inline.children, { type: 'strike' })
    case 'link':
      return inside(inline.children, { type: 'link', attrs: { href: inline.url } })
  }
}

/** A text node must not be empty. */
function textNodes(text: string, marks: readonly AdfMark[]): AdfNode[] {
  if (text === '') return []
  return [{ type: 'text', text, ...(marks.length > 0 ? { marks } : {}) }]
}

// Markdown as Block Kit: sections of mrkdwn, sent verbatim, so that Slack neither links names nor calls people.
// Sections rather than the `markdown` block: their escaping rules are written down, and what an answer may
// contain (text of models and vendors) must not ping anyone.
//
// Limits (docs.slack.dev/reference/block-kit/blocks; a whole message fails near 13,200 characters with
// `msg_blocks_too_long`): section text 3,000, blocks 50. Some room is left for buttons below the answer.
import type { KnownBlock } from '@slack/types'
import { type Block, type Inline, type List, parseMarkdown } from '../../core/lib/markdown.ts'
import { truncateText } from '../../core/lib/text.ts'
import { escapeMrkdwn, mrkdwnOfInlines, plainOfInlines, splitMrkdwn } from './mrkdwn.ts'

/** What a message shows, and what a notification or a screen reader says of it. */
export interface SlackContent {
  readonly blocks: KnownBlock[]
  readonly text: string
}

const sectionCharactersMax = 3_000
const messageCharactersMax = 11_000
/** Five of Slack's 50 are the caller's. */
const blocksMax = 45
const fallbackCharactersMax = 2_500
const tableCharactersMax = 90
const tableRowsMax = 100

/**
 * One message of Markdown. What does not fit is left out, and a last line says so.
 * Blank Markdown has no blocks and an empty text.
 */
export function markdownToBlocks(markdown: string): SlackContent {
  const [first, ...rest] = markdownToMessages(markdown)
  if (first === undefined) return { blocks: [], text: '' }
  if (rest.length === 0) return first
  return {
    ...first,
    blocks: [...first.blocks, contextBlock('… shortened: the rest was too long for Slack.')],
  }
}

/** As many messages as the Markdown needs, in order. */
export function markdownToMessages(markdown: string): SlackContent[] {
  const messages: SlackContent[] = []
  let blocks: KnownBlock[] = []
  let plain: string[] = []
  let characters = 0
  const close = () => {
    if (blocks.length > 0) messages.push({ blocks, text: fallbackText(plain) })
    blocks = []
    plain = []
    characters = 0
  }
  for (const piece of pack(parseMarkdown(markdown).map(pieceOf))) {
    const length = piece.mrkdwn?.length ?? 0
    if (blocks.length >= blocksMax || characters + length > messageCharactersMax) close()
    blocks.push(piece.mrkdwn === null ? { type: 'divider' } : sectionBlock(piece.mrkdwn))
    plain.push(piece.plain)
    characters += length
  }
  close()
  return messages
}

/** A section of mrkdwn that is already escaped; at most 3,000 characters. */
export function sectionBlock(mrkdwn: string): KnownBlock {
  return { type: 'section', text: { type: 'mrkdwn', text: mrkdwn, verbatim: true } }
}

/** Small grey text below an answer, shown as it is. */
export function contextBlock(text: string): KnownBlock {
  const element = {
    type: 'mrkdwn' as const,
    text: escapeMrkdwn(truncateText(text, 1_500)),
    verbatim: true,
  }
  return { type: 'context', elements: [element] }
}

/** Null mrkdwn is a divider. */
interface Piece {
  readonly mrkdwn: string | null
  readonly plain: string
  /** Code is cut by lines, each part fenced again. */
  readonly code: string | null
}

function fallbackText(plain: readonly string[]): string {
  const text = plain.filter((part) => part !== '').join('\n')
  return escapeMrkdwn(truncateText(text, fallbackCharactersMax))
}

/** Joins neighbours into sections as full as they may be, and cuts those that are fuller. */
function pack(pieces: readonly Piece[]): Piece[] {
  const packed: Piece[] = []
  for (const piece of pieces.flatMap(cut)) {
    const last = packed.at(-1)
    const joined =
      last?.mrkdwn != null && piece.mrkdwn !== null ? `${last.mrkdwn}\n\n${piece.mrkdwn}` : null
    if (last !== undefined && joined !== null && joined.length <= sectionCharactersMax) {
      packed[packed.length - 1] = {
        mrkdwn: joined,
        plain: `${last.plain}\n${piece.plain}`,
        code: null,
      }
    } else packed.push(piece)
  }
  return packed
}

function cut(piece: Piece): Piece[] {
  if (piece.mrkdwn === null) return [piece]
  if (piece.mrkdwn.trim() === '') return []
  if (piece.mrkdwn.length <= sectionCharactersMax) return [piece]
  const room = sectionCharactersMax - fenced('').length
  const parts =
    piece.code === null
      ? splitMrkdwn(piece.mrkdwn, sectionCharactersMax)
      : splitMrkdwn(piece.code, room).map(fenced)
  return parts.map((mrkdwn, index) => ({
    mrkdwn,
    plain: index === 0 ? piece.plain : '',
    code: null,
  }))
}

function pieceOf(block: Block): Piece {
  if (block.type === 'rule') return { mrkdwn: null, plain: '', code: null }
  if (block.type === 'code') return codePiece(block.text)
  if (block.type === 'table') return tablePiece(block.header, block.rows)
  return { mrkdwn: mrkdwnOfBlock(block), plain: plainOfBlock(block), code: null }
}

function mrkdwnOfBlock(block: Block): string {
  switch (block.type) {
    case 'heading': {
      const text = escapeMrkdwn(plainOfInlines(block.children).replace(/\s+/g, ' ').trim())
      return text === '' ? '' : `*${text}*`
    }
    case 'paragraph':
      return mrkdwnOfInlines(block.children)
    case 'list':
      return mrkdwnOfList(block, 0)
    case 'quote':
      return block.children
        .map((child) => pieceOf(child).mrkdwn ?? '')
        .join('\n')
        .split('\n')
        .map((line) => `> ${line}`)
        .join('\n')
    default:
      return pieceOf(block).mrkdwn ?? ''
  }
}

function mrkdwnOfList(list: List, level: number): string {
  const indent = '    '.repeat(level)
  return list.items
    .map((item, index) => {
      const bullet = list.ordered ? `${list.start + index}.` : level === 0 ? '•' : '◦'
      const [task, text] = taskOf(mrkdwnOfInlines(item.children))
      const line = `${indent}${task ?? bullet} ${text.replaceAll('\n', `\n${indent}   `)}`
      return item.nested === null ? line : `${line}\n${mrkdwnOfList(item.nested, level + 1)}`
    })
    .join('\n')
}

/** GFM's `[ ]` and `[x]` at an item's start. */
function taskOf(text: string): [string | null, string] {
  const match = /^\[([ xX])\] /.exec(text)
  if (match === null) return [null, text]
  return [match[1] === ' ' ? '☐' : '☑', text.slice(match[0].length)]
}

function fenced(escaped: string): string {
  return `\`\`\`\n${escaped}\n\`\`\``
}

function codePiece(code: string): Piece {
  // Three backticks inside would end the block.
  const escaped = escapeMrkdwn(code.replace(/`{3,}/g, (run) => "'".repeat(run.length)))
  return { mrkdwn: escaped.trim() === '' ? '' : fenced(escaped), plain: code, code: escaped }
}

/** Narrow tables without links in a fixed-width block, all others a line a row. */
function tablePiece(header: readonly Inline[][], rows: readonly Inline[][][]): Piece {
  const cells = [header, ...rows.slice(0, tableRowsMax)].map((row) =>
    row.map((cell) => plainOfInlines(cell).replace(/\s+/g, ' ').trim()),
  )
  const widths = header.map((_, column) =>
    Math.max(...cells.map((row) => row[column]?.length ?? 0)),
  )
  const isNarrow = widths.reduce((sum, width) => sum + width + 3, 0) <= tableCharactersMax
  if (isNarrow && ![header, ...rows].flat(2).some(holdsLink)) {
    const lines = cells.map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join(' | ')
        .trimEnd(),
    )
    lines.splice(1, 0, widths.map((width) => '-'.repeat(width)).join(' | '))
    return codePiece(lines.join('\n'))
  }
  const titles = cells[0] ?? []
  const lines = rows.slice(0, tableRowsMax).map((row) => {
    const parts = row.map((cell, column) => {
      const title = titles[column] ?? ''
      return `${title === '' ? '' : `*${escapeMrkdwn(title)}:* `}${mrkdwnOfInlines(cell)}`
    })
    return `• ${parts.join('  ')}`
  })
  return {
    mrkdwn: lines.join('\n'),
    plain: cells.map((row) => row.join(' ')).join('\n'),
    code: null,
  }
}

function holdsLink(inline: Inline): boolean {
  if (inline.type === 'link') return true
  return 'children' in inline && inline.children.some(holdsLink)
}

function plainOfBlock(block: Block): string {
  switch (block.type) {
    case 'heading':
    case 'paragraph':
      return plainOfInlines(block.children)
    case 'code':
      return block.text
    case 'quote':
      return block.children.map(plainOfBlock).join('\n')
    case 'list':
      return plainOfList(block)
    default:
      return ''
  }
}

function plainOfList(list: List): string {
  return list.items
    .map((item) => {
      const line = `- ${plainOfInlines(item.children)}`
      return item.nested === null ? line : `${line}\n${plainOfList(item.nested)}`
    })
    .join('\n')
}

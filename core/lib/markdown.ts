// Reads the Markdown that people and models write in chat into a small tree, from which connectors make
// a vendor's own format (Block Kit, ADF, Adaptive Cards). A bounded subset of CommonMark 0.31 and GFM.
//
// Any text is read: what is no markup is text, nothing throws, and the time is linear in the input, which
// a model or a stranger wrote. No HTML, no images, no references, no indented code; links are http, https
// and mailto only. Lists nest once, quotes three times; deeper ones are flattened.

import { type Inline, parseInline } from './markdown-inline.ts'

export type { Inline } from './markdown-inline.ts'

export type ListItem = { readonly children: Inline[]; readonly nested: List | null }
export type List = {
  readonly type: 'list'
  readonly ordered: boolean
  /** The first item's number; 1 for bullets. */
  readonly start: number
  readonly items: ListItem[]
}
export type Block =
  | { readonly type: 'heading'; readonly level: 1 | 2 | 3 | 4 | 5 | 6; readonly children: Inline[] }
  | { readonly type: 'paragraph'; readonly children: Inline[] }
  | { readonly type: 'code'; readonly language: string | null; readonly text: string }
  | { readonly type: 'quote'; readonly children: Block[] }
  /** Every row has as many cells as the header. */
  | { readonly type: 'table'; readonly header: Inline[][]; readonly rows: Inline[][][] }
  | { readonly type: 'rule' }
  | List

/** Longest text that is read as Markdown; beyond it the whole text is one plain paragraph. */
export const markdownCharactersMax = 100_000
const quoteDepthMax = 3
const tableColumnsMax = 50

/** The blocks of a text, in order; none for a blank text. */
export function parseMarkdown(text: string): Block[] {
  if (text.length > markdownCharactersMax) {
    return [{ type: 'paragraph', children: [{ type: 'text', text }] }]
  }
  return parseBlocks(text.split(/\r\n|\r|\n/), 0)
}

/** One step of reading: a block, and the line behind it. */
type Step = { readonly block: Block; readonly next: number }

function parseBlocks(lines: string[], quoteDepth: number): Block[] {
  const blocks: Block[] = []
  let at = 0
  while (at < lines.length) {
    const line = lines[at] ?? ''
    if (line.trim() === '') {
      at += 1
      continue
    }
    const step =
      readCode(lines, at) ??
      readHeading(line, at) ??
      (isRule(line) ? { block: { type: 'rule' } as const, next: at + 1 } : undefined) ??
      (quoteDepth < quoteDepthMax ? readQuote(lines, at, quoteDepth) : undefined) ??
      readList(lines, at) ??
      readTable(lines, at) ??
      readParagraph(lines, at)
    blocks.push(step.block)
    at = step.next
  }
  return blocks
}

// `s`: with it the rest always matches at once, whatever separators a line holds.
const fenceOpening = /^([ \t]{0,12})(`{3,}|~{3,})(.*)$/s

function readCode(lines: string[], at: number): Step | undefined {
  const [matched, indent = '', marker = '', rest = ''] = fenceOpening.exec(lines[at] ?? '') ?? []
  if (matched === undefined || (marker.startsWith('`') && rest.includes('`'))) return undefined
  const code: string[] = []
  let next = at + 1
  for (; next < lines.length; next += 1) {
    const line = lines[next] ?? ''
    const trimmed = line.trim()
    if (trimmed.startsWith(marker) && trimmed === marker.charAt(0).repeat(trimmed.length)) break
    code.push(line.slice(Math.min(indent.length, line.length - line.trimStart().length)))
  }
  const language = rest.trim().split(/\s/, 1)[0] || null
  return { block: { type: 'code', language, text: code.join('\n') }, next: next + 1 }
}

function readHeading(line: string, at: number): Step | undefined {
  const marker = /^ {0,3}(#{1,6})(?=[ \t]|$)/.exec(line)
  if (marker === null) return undefined
  const level = marker[1]?.length as 1 | 2 | 3 | 4 | 5 | 6 // the pattern says so
  let text = line.slice(marker[0].length).trim()
  let end = text.length
  while (end > 0 && text[end - 1] === '#') end -= 1
  // Closing marks count only behind a blank: "C#" keeps its own.
  if (end === 0 || /[ \t]/.test(text[end - 1] ?? '')) text = text.slice(0, end).trimEnd()
  return { block: { type: 'heading', level, children: parseInline(text) }, next: at + 1 }
}

function isRule(line: string): boolean {
  return /^(?:-{3,}|\*{3,}|_{3,})$/.test(line.replaceAll(/[ \t]/g, ''))
}

function readQuote(lines: string[], at: number, quoteDepth: number): Step | undefined {
  const quoted: string[] = []
  let next = at
  for (; next < lines.length; next += 1) {
    const marker = /^ {0,3}> ?/.exec(lines[next] ?? '')
    if (marker === null) break
    quoted.push((lines[next] ?? '').slice(marker[0].length))
  }
  if (next === at) return undefined
  return { block: { type: 'quote', children: parseBlocks(quoted, quoteDepth + 1) }, next }
}

type Marker = { indent: number; ordered: boolean; start: number; text: string }

function readMarker(line: string): Marker | undefined {
  const match = /^([ \t]*)(?:[-*+]|(\d{1,9})[.)])(?:[ \t]+|$)/.exec(line)
  if (match === null || isRule(line)) return undefined
  const [matched, blank = '', digits] = match
  const indent = blank.replaceAll('\t', '    ').length
  const ordered = digits !== undefined
  return { indent, ordered, start: ordered ? Number(digits) : 1, text: line.slice(matched.length) }
}

/** A list while it is read: texts first, so that continued lines are parsed as one. */
type OpenItem = { lines: string[]; nested: OpenList | null }
type OpenList = { ordered: boolean; start: number; items: OpenItem[] }

function readList(lines: string[], at: number): Step | undefined {
  const first = readMarker(lines[at] ?? '')
  if (first === undefined) return undefined
  const list: OpenList = { ordered: first.ordered, start: first.start, items: [] }
  let next = at
  let item: OpenItem | undefined // the item that a continued line belongs to
  for (; next < lines.length; next += 1) {
    const line = lines[next] ?? ''
    const marker = readMarker(line)
    if (line.trim() === '') {
      // One blank line may stand between items; more, or anything else behind it, ends the list.
      if (readMarker(lines[next + 1] ?? '') === undefined) break
      continue
    }
    const parent = list.items.at(-1)
    const isNested = marker !== undefined && marker.indent >= first.indent + 2
    if (marker !== undefined && isNested && parent !== undefined) {
      parent.nested ??= { ordered: marker.ordered, start: marker.start, items: [] }
      item = { lines: [marker.text], nested: null }
      parent.nested.items.push(item)
    } else if (marker !== undefined) {
      if (marker.ordered !== first.ordered) break
      item = { lines: [marker.text], nested: null }
      list.items.push(item)
    } else {
      if (startsBlock(lines, next)) break
      item?.lines.push(line.trim())
    }
  }
  return { block: closeList(list), next }
}

function closeList({ ordered, start, items }: OpenList): List {
  return {
    type: 'list',
    ordered,
    start,
    items: items.map(({ lines, nested }) => ({
      children: parseInline(lines.join('\n').trim()),
      nested: nested === null ? null : closeList(nested),
    })),
  }
}

function readTable(lines: string[], at: number): Step | undefined {
  const header = tableHeader(lines, at)
  if (header === undefined) return undefined
  const rows: Inline[][][] = []
  let next = at + 2
  for (; next < lines.length; next += 1) {
    const line = lines[next] ?? ''
    if (line.trim() === '' || !line.includes('|')) break
    const cells = splitCells(line)
    rows.push(header.map((_, column) => parseInline(cells[column] ?? '')))
  }
  return { block: { type: 'table', header: header.map(parseInline), rows }, next }
}

/** The header's cells where a line and the row of dashes below it begin a table. */
function tableHeader(lines: string[], at: number): string[] | undefined {
  const [line = '', dashes = ''] = [lines[at], lines[at + 1]]
  if (!line.includes('|') || !/^[|:\- \t]+$/.test(dashes)) return undefined
  const [header, columns] = [splitCells(line), splitCells(dashes)]
  if (header.length !== columns.length || header.length > tableColumnsMax) return undefined
  return columns.every((cell) => /^:?-+:?$/.test(cell)) ? header : undefined
}

/** Cells between bars; `\|` is a bar inside one. */
function splitCells(line: string): string[] {
  const cells = ['']
  const inner = line.trim().replace(/^\|/, '')
  for (let index = 0; index < inner.length; index += 1) {
    const character = inner.charAt(index)
    const isEscapedBar = character === '\\' && inner[index + 1] === '|'
    if (isEscapedBar) index += 1
    if (character === '|') cells.push('')
    else cells.push(cells.pop() + (isEscapedBar ? '|' : character))
  }
  if (inner.endsWith('|') && !inner.endsWith('\\|')) cells.pop()
  return cells.map((cell) => cell.trim())
}

function readParagraph(lines: string[], at: number): Step {
  let next = at + 1
  while (next < lines.length && lines[next]?.trim() !== '' && !startsBlock(lines, next)) next += 1
  const text = lines.slice(at, next).map((line) => line.trimStart())
  return { block: { type: 'paragraph', children: parseInline(text.join('\n').trimEnd()) }, next }
}

/** Whether a line ends the paragraph before it. A number does only as 1: "in\n2026. That" is prose. */
function startsBlock(lines: string[], at: number): boolean {
  const line = lines[at] ?? ''
  const marker = readMarker(line)
  return (
    /^ {0,3}(?:>|#{1,6}(?:[ \t]|$))/.test(line) ||
    (fenceOpening.test(line) && readCode([line], 0) !== undefined) ||
    isRule(line) ||
    (marker !== undefined && marker.start === 1 && marker.text !== '') ||
    tableHeader(lines, at) !== undefined
  )
}

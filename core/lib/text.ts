// Makes text fit a vendor's limits without breaking what a reader sees as one character, and without
// leaving half of a fenced code block behind.
//
// Lengths count UTF-16 units, as `String.length` does: no vendor counts fewer for the same text, so what
// fits here fits there. Borders of characters are grapheme clusters (UAX 29), by Intl.Segmenter.

const ellipsis = '…'
/** Room that the longest reopened and closed fence leaves for text. */
const splitCharactersMin = 128
/** Longest info string ("```typescript") repeated when a fence is reopened. */
const fenceLineCharactersMax = 48
/** A cluster is a few units; longer runs of combining marks are cut between code points. */
const clusterCharactersMax = 64
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })

/**
 * The text, or as much of its beginning as fits `charactersMax` with an ellipsis as its last character.
 * Of nothing, and for a maximum of 0, it is empty.
 */
export function truncateText(text: string, charactersMax: number): string {
  if (text.length <= charactersMax) return text
  if (charactersMax < 1) return ''
  return text.slice(0, clusterBorder(text, charactersMax - ellipsis.length)).trimEnd() + ellipsis
}

/**
 * Cuts a text into parts of at most `charactersMax`, at the border of a paragraph, else of a line, else of
 * a word, else of a character, wherever one leaves a part at least half full. White space at a cut is
 * dropped outside of code. A fenced code block that is cut is closed, and reopened in the next part with
 * its language. Blank text has no parts.
 *
 * @throws RangeError when `charactersMax` is under 128
 */
export function splitText(text: string, charactersMax: number): string[] {
  if (!(charactersMax >= splitCharactersMin)) {
    throw new RangeError(`text: parts hold at least ${splitCharactersMin} characters`)
  }
  const parts: string[] = []
  let fence: Fence | undefined
  let offset = 0
  while (offset < text.length) {
    const opening: string = fence === undefined ? '' : `${fence.line}\n`
    if (opening.length + text.length - offset <= charactersMax) {
      parts.push(opening + text.slice(offset))
      break
    }
    const room = charactersMax - opening.length - fenceClosingCharactersMax
    const window = text.slice(offset, offset + room + 1)
    let cut = borderIn(window, room)
    let after = fenceAfter(window.slice(0, cut), fence)
    if (after !== undefined && after.openedAt > 0 && after.isEmpty) {
      cut = after.openedAt // a block whose first line is last goes to the next part whole
      after = fenceAfter(window.slice(0, cut), fence)
    }
    const head = window.slice(0, cut)
    offset += cut
    if (after === undefined) {
      if (head.trim() !== '') parts.push(opening + head.trimEnd())
      offset += /^\s*/.exec(text.slice(offset, offset + room))?.[0].length ?? 0
    } else {
      parts.push(`${opening}${head.replace(/\n$/, '')}\n${after.marker}`)
      if (text[offset] === '\n') offset += 1
      const closing = closingLine(text.slice(offset, offset + room), after)
      offset += closing
      if (closing > 0) after = undefined // the part just made has closed it already
    }
    fence = after
  }
  return parts.filter((part) => part.trim() !== '')
}

/** An open fence: its marker, the line that opens it again, and where in the text at hand it opened. */
type Fence = {
  readonly marker: string
  readonly line: string
  readonly openedAt: number
  readonly isEmpty: boolean
}

const fenceMarkerCharactersMax = 16
const fenceClosingCharactersMax = 1 + fenceMarkerCharactersMax
const fenceLine = /^ {0,3}(`{3,16}(?!`)|~{3,16}(?!~))([^\n]*)$/

/** The fence that stands open behind a text, given the one that stood open before it. */
function fenceAfter(text: string, before: Fence | undefined): Fence | undefined {
  let fence = before === undefined ? undefined : { ...before, openedAt: -1, isEmpty: false }
  let offset = 0
  for (const line of text.split('\n')) {
    const [matched, marker = '', info = ''] = fenceLine.exec(line) ?? []
    if (fence !== undefined && isClosing(marker, info, fence)) {
      fence = undefined
    } else if (
      fence === undefined &&
      matched !== undefined &&
      !(marker[0] === '`' && info.includes('`'))
    ) {
      const whole = marker + info.trimEnd()
      const reopened = whole.length > fenceLineCharactersMax ? marker : whole
      const isEmpty = text.slice(offset + line.length).trim() === ''
      fence = { marker, line: reopened, openedAt: offset, isEmpty }
    }
    offset += line.length + 1
  }
  return fence
}

function isClosing(marker: string, info: string, fence: Fence): boolean {
  return marker.startsWith(fence.marker) && info.trim() === ''
}

/** Length of the fence's closing line where a text begins with one, its newline included, else 0. */
function closingLine(text: string, fence: Fence): number {
  const [line = ''] = text.split('\n', 1)
  const [, marker = '', info = ''] = fenceLine.exec(line) ?? []
  if (!isClosing(marker, info, fence)) return 0
  return Math.min(text.length, line.length + 1)
}

/** Where to cut a window that is one character longer than `room`: 1 to room characters from its start. */
function borderIn(window: string, room: number): number {
  const half = Math.floor(room / 2)
  const paragraph = window.lastIndexOf('\n\n', room)
  if (paragraph >= half) return paragraph
  const line = window.lastIndexOf('\n', room)
  if (line >= half) return line
  const word = Math.max(line, window.lastIndexOf(' ', room))
  // A lone long word is cut only when it would not fit a part of its own anyway.
  return word > 0 ? word : Math.max(1, clusterBorder(window, room))
}

/** The last border of a grapheme cluster at or before `index`, or of a code point in an endless cluster. */
function clusterBorder(text: string, index: number): number {
  if (index <= 0) return 0
  const from = Math.max(0, index - clusterCharactersMax)
  const window = text.slice(from, index + clusterCharactersMax)
  const cluster = segmenter.segment(window).containing(index - from)
  const border = from + (cluster?.index ?? index - from)
  if (border > from || (from === 0 && border > 0)) return border
  const isInsidePair =
    /[\udc00-\udfff]/.test(text[index] ?? '') && /[\ud800-\udbff]/.test(text[index - 1] ?? '')
  return isInsidePair ? index - 1 : index
}

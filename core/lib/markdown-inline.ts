// Reads the marks inside a line of Markdown: bold, italic, strike, code, links, line breaks.
//
// One pass over the text with a stack of open marks. A mark never nests in its own kind, so the stack is at
// most six deep and the whole is linear. What is not closed becomes text again, marks and all.

export type Inline =
  /** A newline in it is a soft break: a blank, or a line's end, as the vendor likes. */
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'bold'; readonly children: Inline[] }
  | { readonly type: 'italic'; readonly children: Inline[] }
  | { readonly type: 'strike'; readonly children: Inline[] }
  | { readonly type: 'code'; readonly text: string }
  /** `url` is http, https or mailto, as written. Links hold no links. */
  | { readonly type: 'link'; readonly url: string; readonly children: Inline[] }
  | { readonly type: 'break' }

const urlCharactersMax = 2000
const wordCharacter = /[\p{L}\p{N}]/u
const punctuation = /[!-/:-@[-`{-~]/
// `](url)` and `](url "title")`; parentheses in the address may nest once.
const linkTarget =
  /\]\([ \t]*<?((?:[^\s()<>]|\([^\s()<>]*\)){1,2000})>?(?:[ \t]+"[^"\n]*")?[ \t]*\)/y
const autolink = /<([a-z]{4,6}:[^\s<>]{1,2000})>/y

/** The inline parts of a text without blocks. Neighbouring texts are joined; none for an empty text. */
export function parseInline(text: string): Inline[] {
  return text === '' ? [] : new InlineReader(text).read()
}

type Mark = '**' | '__' | '*' | '_' | '~~' | '['
type Frame = { readonly mark: Mark | null; readonly children: Inline[] }

const kinds = { '**': 'bold', __: 'bold', '*': 'italic', _: 'italic', '~~': 'strike' } as const

class InlineReader {
  readonly #text: string
  readonly #codeRuns: Map<number, number[]>
  readonly #frames: Frame[] = [{ mark: null, children: [] }]
  #plain = ''
  #at = 0

  constructor(text: string) {
    this.#text = text
    this.#codeRuns = codeRuns(text)
  }

  read(): Inline[] {
    while (this.#at < this.#text.length) this.#readOne()
    this.#flattenTo(0)
    return this.#top.children
  }

  get #top(): Frame {
    return this.#frames.at(-1) as Frame // the outermost frame is never taken off
  }

  #readOne(): void {
    const character = this.#text.charAt(this.#at)
    if (character === '\\') this.#readEscape()
    else if (character === '`') this.#readCode()
    else if (character === '*' || character === '_' || character === '~') this.#readMarks(character)
    else if (character === '[' && !this.#isOpen('[')) this.#open('[')
    else if (character === ']') this.#readLinkEnd()
    else if (character === '<') this.#readAutolink()
    else if (character === ' ') this.#readBlanks()
    else this.#addPlain(character)
  }

  #addPlain(text: string, length = text.length): void {
    this.#plain += text
    this.#at += length
  }

  #add(inline: Inline): void {
    this.#flushPlain()
    this.#top.children.push(inline)
  }

  #flushPlain(): void {
    if (this.#plain === '') return
    const { children } = this.#top
    const last = children.at(-1)
    if (last?.type === 'text') children.pop()
    children.push({ type: 'text', text: (last?.type === 'text' ? last.text : '') + this.#plain })
    this.#plain = ''
  }

  #isOpen(mark: Mark): boolean {
    return this.#frames.some((frame) => frame.mark === mark)
  }

  #open(mark: Mark): void {
    this.#flushPlain()
    this.#frames.push({ mark, children: [] })
    this.#at += mark.length
  }

  /** Takes the frame of an open mark off the stack, with those above it as text, and gives its children. */
  #close(mark: Mark): Inline[] {
    this.#flattenTo(this.#frames.findLastIndex((frame) => frame.mark === mark))
    return this.#frames.pop()?.children ?? []
  }

  /** Turns the frames above `depth` back into text: their marks opened nothing. */
  #flattenTo(depth: number): void {
    this.#flushPlain()
    while (this.#frames.length > depth + 1) {
      const frame = this.#frames.pop()
      this.#plain += frame?.mark ?? ''
      for (const child of frame?.children ?? []) {
        if (child.type === 'text') this.#plain += child.text
        else this.#add(child)
      }
      this.#flushPlain()
    }
  }

  #readEscape(): void {
    const next = this.#text.charAt(this.#at + 1)
    if (next === '\n') {
      this.#add({ type: 'break' })
      this.#at += 2
    } else if (punctuation.test(next)) this.#addPlain(next, 2)
    else this.#addPlain('\\')
  }

  #readCode(): void {
    const length = runLength(this.#text, this.#at)
    const starts = this.#codeRuns.get(length) ?? []
    // Positions only grow, so what lies behind is dropped once: linear over the whole text.
    while (starts.length > 0 && (starts.at(-1) ?? 0) <= this.#at) starts.pop()
    const end = starts.at(-1)
    if (end === undefined) {
      this.#addPlain('`'.repeat(length))
      return
    }
    const code = this.#text.slice(this.#at + length, end).replaceAll('\n', ' ')
    const isPadded = code.startsWith(' ') && code.endsWith(' ') && code.trim() !== ''
    this.#add({ type: 'code', text: isPadded ? code.slice(1, -1) : code })
    this.#at = end + length
  }

  #readMarks(character: '*' | '_' | '~'): void {
    const start = this.#at
    const end = start + runLength(this.#text, start)
    const [before, after] = [this.#text.charAt(start - 1), this.#text.charAt(end)]
    // An underscore inside a word is part of a name, not a mark.
    const isInWord = character === '_' && wordCharacter.test(before) && wordCharacter.test(after)
    const canOpen =
      after.trim() !== '' && !isInWord && !(character === '_' && wordCharacter.test(before))
    const canClose =
      before.trim() !== '' && !isInWord && !(character === '_' && wordCharacter.test(after))
    if (end - start > 3 || (character === '~' && end - start !== 2)) {
      this.#addPlain(this.#text.slice(start, end))
      return
    }
    while (this.#at < end) this.#readMark(character, end - this.#at, canOpen, canClose)
  }

  /** Closes or opens with the marks of one run that are left, or makes them text. */
  #readMark(character: '*' | '_' | '~', left: number, canOpen: boolean, canClose: boolean): void {
    const double = `${character}${character}` as '**' | '__' | '~~'
    const single = character === '~' ? undefined : character
    const closing = [left >= 2 ? double : undefined, single]
      .filter((mark) => mark !== undefined)
      .filter(
        (mark) => this.#isOpen(mark) && (mark === double || left !== 2 || !this.#isOpen(double)),
      )
    const innermost = closing.find((mark) => this.#top.mark === mark) ?? closing[0]
    if (canClose && innermost !== undefined) {
      const children = this.#close(innermost)
      this.#at += innermost.length
      if (children.length > 0) this.#add({ type: kinds[innermost], children })
      else this.#plain += innermost + innermost
      return
    }
    const opening = left >= 2 ? double : single
    if (canOpen && opening !== undefined && !this.#isOpen(opening)) this.#open(opening)
    else this.#addPlain(character.repeat(left))
  }

  #readLinkEnd(): void {
    if (!this.#isOpen('[')) {
      this.#addPlain(']')
      return
    }
    linkTarget.lastIndex = this.#at
    const [matched, url = ''] = linkTarget.exec(this.#text) ?? []
    const isLink = matched !== undefined && isAllowedUrl(url)
    const children = this.#close('[')
    if (isLink) {
      this.#add({
        type: 'link',
        url,
        children: children.length > 0 ? children : [{ type: 'text', text: url }],
      })
      this.#at += matched.length
      return
    }
    this.#plain += '['
    for (const child of children) {
      if (child.type === 'text') this.#plain += child.text
      else this.#add(child)
    }
    this.#addPlain(']')
  }

  #readAutolink(): void {
    autolink.lastIndex = this.#at
    const [matched, url = ''] = autolink.exec(this.#text) ?? []
    if (matched === undefined || !isAllowedUrl(url) || this.#isOpen('[')) {
      this.#addPlain('<')
      return
    }
    this.#add({
      type: 'link',
      url,
      children: [{ type: 'text', text: url.replace(/^mailto:/, '') }],
    })
    this.#at += matched.length
  }

  /** Blanks before a newline go; two or more make it a hard break. Looked for ahead, so once only. */
  #readBlanks(): void {
    const length = runLength(this.#text, this.#at)
    if (this.#text[this.#at + length] !== '\n') {
      this.#addPlain(' '.repeat(length))
      return
    }
    if (length > 1) this.#add({ type: 'break' })
    else this.#plain += '\n'
    this.#at += length + 1
  }
}

/** Where runs of backticks start, by their length, last first. */
function codeRuns(text: string): Map<number, number[]> {
  const runs = new Map<number, number[]>()
  for (const { 0: run, index } of text.matchAll(/`+/g)) {
    const starts = runs.get(run.length) ?? []
    starts.push(index)
    runs.set(run.length, starts)
  }
  for (const starts of runs.values()) starts.reverse()
  return runs
}

function runLength(text: string, start: number): number {
  let end = start
  while (text[end] === text[start]) end += 1
  return end - start
}

function isAllowedUrl(url: string): boolean {
  return (
    url.length <= urlCharactersMax && /^(?:https?:\/\/|mailto:)/i.test(url) && URL.canParse(url)
  )
}

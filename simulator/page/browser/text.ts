// Slack's mrkdwn and ordinary Markdown as document nodes: the part of each that answers use. Whatever is not understood is shown as
// it was written.
import { element, link } from './dom.ts'

/** Names for ids in text: people and rooms. */
export type NameOf = (id: string) => string

interface Inline {
  pattern: RegExp
  make(found: RegExpExecArray, nameOf: NameOf): Node
}

const wrap =
  (name: 'strong' | 'em' | 's', rules: () => Inline[]) =>
  (found: RegExpExecArray, nameOf: NameOf) =>
    element(name, {}, [inline(found[1] ?? '', rules(), nameOf)])
const code: Inline = {
  pattern: /`([^`\n]+)`/,
  make: (found) => element('code', {}, [found[1] ?? '']),
}
const bareLink: Inline = {
  pattern: /https?:\/\/[^\s<>)\]]+/,
  make: (found) => link(found[0], found[0]),
}

const slackInline: Inline[] = [
  code,
  {
    pattern: /<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/,
    make: (found, nameOf) => element('span', { class: 'mention' }, [`@${nameOf(found[1] ?? '')}`]),
  },
  {
    pattern: /<#([CD][A-Z0-9]+)(?:\|[^>]*)?>/,
    make: (found, nameOf) => element('span', { class: 'mention' }, [nameOf(found[1] ?? '')]),
  },
  {
    pattern: /<(https?:\/\/[^|>\s]+)(?:\|([^>]*))?>/,
    make: (found) => link(unescapeSlack(found[1] ?? ''), unescapeSlack(found[2] ?? found[1] ?? '')),
  },
  { pattern: /(?<![\w*])\*([^*\n]+)\*(?![\w*])/, make: wrap('strong', () => slackInline) },
  { pattern: /(?<![\w_])_([^_\n]+)_(?![\w_])/, make: wrap('em', () => slackInline) },
  { pattern: /(?<![\w~])~([^~\n]+)~(?![\w~])/, make: wrap('s', () => slackInline) },
  bareLink,
]

const markdownInline: Inline[] = [
  {
    pattern: /\\([\\`*_{}[\]()#+\-.!~|<>])/,
    make: (found) => document.createTextNode(found[1] ?? ''),
  },
  code,
  {
    pattern: /\[((?:\\.|[^\]\\])+)\]\((https?:\/\/[^\s)]+)\)/,
    make: (found) => link(found[2] ?? '', (found[1] ?? '').replaceAll(/\\(.)/g, '$1')),
  },
  { pattern: /\*\*([^*]+(?:\*(?!\*)[^*]*)*)\*\*/, make: wrap('strong', () => markdownInline) },
  { pattern: /(?<![\w*\\])\*([^*\n]+)\*(?![\w*])/, make: wrap('em', () => markdownInline) },
  { pattern: /(?<![\w_\\])_([^_\n]+)_(?![\w_])/, make: wrap('em', () => markdownInline) },
  { pattern: /~~([^~\n]+)~~/, make: wrap('s', () => markdownInline) },
  bareLink,
]

const unescapeSlack = (text: string) =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

/** The earliest match of any rule splits the text; what stands before it is plain. */
function inline(text: string, rules: Inline[], nameOf: NameOf): DocumentFragment {
  const whole = document.createDocumentFragment()
  let rest = text
  while (rest !== '') {
    const matches = rules
      .map((rule) => ({ rule, found: rule.pattern.exec(rest) }))
      .filter((match) => match.found !== null)
    const first = matches.sort((a, b) => (a.found?.index ?? 0) - (b.found?.index ?? 0))[0]
    if (!first?.found) break
    whole.append(
      plain(rest.slice(0, first.found.index), rules),
      first.rule.make(first.found, nameOf),
    )
    rest = rest.slice(first.found.index + first.found[0].length)
  }
  whole.append(plain(rest, rules))
  return whole
}

const plain = (text: string, rules: Inline[]) =>
  rules === slackInline ? unescapeSlack(text) : text

type Piece =
  | { kind: 'text' | 'pre' | 'quote' | 'bullets' | 'numbers'; lines: string[] }
  | { kind: 'heading'; lines: string[]; level: number }

/** Cuts text into paragraphs, lists, quotes, headings and fenced code. */
function cut(text: string, withHeadings: boolean): Piece[] {
  const pieces: Piece[] = []
  let isFenced = false
  const add = (kind: 'text' | 'pre' | 'quote' | 'bullets' | 'numbers', line: string) => {
    const last = pieces.at(-1)
    if (last?.kind === kind) last.lines.push(line)
    else pieces.push({ kind, lines: [line] })
  }
  for (const line of text.split('\n')) {
    if (/^\s*```/.test(line)) {
      isFenced = !isFenced
      const sameLine = /^\s*```(.+)```\s*$/.exec(line)?.[1]
      if (sameLine !== undefined) {
        isFenced = false
        add('pre', sameLine)
      } else if (isFenced) pieces.push({ kind: 'pre', lines: [] })
      continue
    }
    const heading = withHeadings ? /^(#{1,6})\s+(.*)$/.exec(line) : null
    const bullet = /^\s*[-*•]\s+(.*)$/.exec(line)
    const number = /^\s*\d+[.)]\s+(.*)$/.exec(line)
    if (isFenced) add('pre', line)
    else if (heading)
      pieces.push({ kind: 'heading', lines: [heading[2] ?? ''], level: (heading[1] ?? '').length })
    else if (bullet) add('bullets', bullet[1] ?? '')
    else if (number) add('numbers', number[1] ?? '')
    else if (/^>\s?/.test(line)) add('quote', line.replace(/^>\s?/, ''))
    else if (line.trim() === '') pieces.push({ kind: 'text', lines: [] })
    else add('text', line)
  }
  return pieces.filter((piece) => piece.lines.length > 0)
}

function render(text: string, rules: Inline[], nameOf: NameOf): DocumentFragment {
  const whole = document.createDocumentFragment()
  const broken = (lines: string[]) =>
    lines.flatMap((line, index) =>
      index === 0 ? [inline(line, rules, nameOf)] : [element('br'), inline(line, rules, nameOf)],
    )
  for (const piece of cut(text, rules === markdownInline)) {
    if (piece.kind === 'pre') whole.append(element('pre', {}, [piece.lines.join('\n')]))
    else if (piece.kind === 'bullets' || piece.kind === 'numbers')
      whole.append(
        element(
          piece.kind === 'bullets' ? 'ul' : 'ol',
          {},
          piece.lines.map((line) => element('li', {}, [inline(line, rules, nameOf)])),
        ),
      )
    else if (piece.kind === 'heading')
      whole.append(element('p', { class: 'heading' }, broken(piece.lines)))
    else whole.append(element(piece.kind === 'quote' ? 'blockquote' : 'p', {}, broken(piece.lines)))
  }
  return whole
}

/** Slack's mrkdwn. */
export const mrkdwn = (text: string, nameOf: NameOf) => render(text, slackInline, nameOf)
/** Ordinary Markdown, as in `markdown` blocks. */
export const markdown = (text: string, nameOf: NameOf) => render(text, markdownInline, nameOf)

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AdfNode, adfOfMarkdown } from './adf-of-markdown.ts'
import { markdownOfAdf } from './markdown-of-adf.ts'

describe('rich text', () => {
  const markdown = [
    '# Title',
    'A **bold** *word*, `code`, ~~gone~~ and [a link](https://acme.example/a?b=1).',
    '- one\n- two\n  - nested',
    '3. three\n4. four',
    '```js\nlet a = 1\n```',
    '> quoted',
    '| a | b |\n| --- | --- |\n| 1 | 2 |',
    '---',
  ].join('\n\n')

  it('comes back from Jira as it went', () => {
    expect(markdownOfAdf(adfOfMarkdown(markdown), 10_000)).toBe(markdown)
  })

  it('keeps letters that look like markup letters', () => {
    for (const text of [
      '2 * 3 * 4',
      'snake_case_name',
      '[x] <y> `z',
      '# no title',
      '- no list',
      'a_ _b',
    ]) {
      const document = {
        type: 'doc',
        content: [{ type: 'paragraph', content: [{ type: 'text', text }] }],
      }
      const back = adfOfMarkdown(markdownOfAdf(document, 1_000))
      expect(back.content).toEqual([{ type: 'paragraph', content: [{ type: 'text', text }] }])
    }
  })

  it('makes no link of anything but http, https and mailto', () => {
    expect(JSON.stringify(adfOfMarkdown('[x](javascript:alert(1))'))).not.toContain('"link"')
    const link = { type: 'link', attrs: { href: 'javascript:alert(1)' } }
    const document = {
      type: 'doc',
      content: [{ type: 'paragraph', content: [{ type: 'text', text: 'x', marks: [link] }] }],
    }
    expect(markdownOfAdf(document, 100)).toBe('x')
  })

  it.each([
    null,
    undefined,
    7,
    [],
    {},
    { type: 'doc', content: 'x' },
    { type: 'doc', content: [null, 1] },
  ])('reads %j as empty', (value) => {
    expect(markdownOfAdf(value, 100)).toBe('')
  })

  it('stays bounded for a document that is deep or long', () => {
    let deep: Record<string, unknown> = { type: 'text', text: 'bottom' }
    for (let level = 0; level < 5_000; level++) deep = { type: 'blockquote', content: [deep] }
    expect(markdownOfAdf({ type: 'doc', content: [deep] }, 100).length).toBeLessThanOrEqual(100)
    const long = {
      type: 'doc',
      content: [{ type: 'paragraph', content: [{ type: 'text', text: 'x'.repeat(500) }] }],
    }
    expect(markdownOfAdf(long, 100)).toHaveLength(100)
  })

  it('writes what Jira takes, and reads it again, whatever people type', () => {
    const markup = fc.constantFrom(...('*_`~[]()<>#-+|>\\ \n&a1é😀'.match(/./gsu) ?? []))
    fc.assert(
      fc.property(fc.string({ unit: markup, maxLength: 300 }), (text) => {
        const document = adfOfMarkdown(text)
        expect(wrongNodes(document)).toEqual([])
        expect(markdownOfAdf(document, 50).length).toBeLessThanOrEqual(50)
      }),
    )
  })

  it('reads hostile text in a moment', () => {
    const hostile = ['\n', ' ', '`', '_ ', '*', '\\', '[', '~~', '# ', '\n- '].flatMap((part) => [
      part.repeat(50_000),
      `a${part.repeat(50_000)}b`,
    ])
    for (const text of hostile) {
      for (const marks of [[], [{ type: 'strong' }], [{ type: 'code' }]]) {
        const paragraph = { type: 'paragraph', content: [{ type: 'text', text, marks }] }
        const cell = { type: 'tableCell', content: [paragraph] }
        const table = { type: 'table', content: [{ type: 'tableRow', content: [cell] }] }
        const read = markdownOfAdf({ type: 'doc', content: [paragraph, table] }, 1_000)
        expect(read.length).toBeLessThanOrEqual(1_000)
      }
    }
  })
})

/** Nodes that Jira refuses: an empty text, a code mark beside another, a quote or a list item without a block. */
function wrongNodes(node: AdfNode): AdfNode[] {
  const marks = (node.marks ?? []).map((mark) => mark.type)
  const isWrong =
    (node.type === 'text' && !node.text) ||
    new Set(marks).size < marks.length ||
    (marks.includes('code') && marks.some((mark) => mark !== 'code' && mark !== 'link')) ||
    (['blockquote', 'listItem', 'bulletList', 'orderedList', 'tableRow'].includes(node.type) &&
      !node.content?.length)
  return [...(isWrong ? [node] : []), ...(node.content ?? []).flatMap(wrongNodes)]
}

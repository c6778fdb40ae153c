import { describe, expect, it } from 'vitest'
import { adfOfMarkdown } from './adf-of-markdown.ts'
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
})

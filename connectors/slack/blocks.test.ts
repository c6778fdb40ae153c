import type { KnownBlock } from '@slack/types'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { markdownToBlocks, markdownToMessages } from './blocks.ts'
import { escapeMrkdwn, mrkdwnLink, splitMrkdwn } from './mrkdwn.ts'

const textsOf = (blocks: readonly KnownBlock[]) =>
  blocks.map((block) => (block.type === 'section' ? (block.text?.text ?? '') : block.type))
const mrkdwn = (markdown: string) => textsOf(markdownToBlocks(markdown).blocks).join('\n\n')

describe('Markdown in Slack', () => {
  it.each([
    ['**bold** *it* ~~no~~ `code`', '*bold* _it_ ~no~ `code`'],
    ['# Title\ntext', '*Title*\n\ntext'],
    ['- a\n- b\n  - c', '• a\n• b\n    ◦ c'],
    ['3. a\n4. b', '3. a\n4. b'],
    ['- [ ] open\n- [x] done', '☐ open\n☑ done'],
    ['> quoted\n> text', '> quoted\n> text'],
    ['```js\nif (a < b) {}\n```', '```\nif (a &lt; b) {}\n```'],
    ['[ACME-1](https://a.example/?x=1&y=2)', '<https://a.example/?x=1&amp;y=2|ACME-1>'],
    ['see https://a.example/b.', 'see <https://a.example/b>.'],
    ['snake_case_name', 'snake_case_name'],
    ['a & b < c > d', 'a &amp; b &lt; c &gt; d'],
  ])('shows %j', (markdown, expected) => {
    expect(mrkdwn(markdown)).toBe(expected)
  })

  it('shows a narrow table in fixed width, and one with links row by row', () => {
    expect(mrkdwn('| key | state |\n| --- | --- |\n| A-1 | open |')).toBe(
      '```\nkey | state\n--- | -----\nA-1 | open\n```',
    )
    expect(mrkdwn('| key | state |\n| --- | --- |\n| [A-1](https://a.example) | open |')).toBe(
      '• *key:* <https://a.example|A-1>  *state:* open',
    )
  })

  it('sends sections verbatim, dividers for rules, and words for notifications', () => {
    const { blocks, text } = markdownToBlocks('**a** & b\n\n---\n\n[c](https://a.example)')
    expect(blocks).toEqual([
      { type: 'section', text: { type: 'mrkdwn', text: '*a* &amp; b', verbatim: true } },
      { type: 'divider' },
      { type: 'section', text: { type: 'mrkdwn', text: '<https://a.example|c>', verbatim: true } },
    ])
    expect(text).toBe('a &amp; b\nc')
  })

  it('has nothing to show for blank Markdown', () => {
    expect(markdownToBlocks(' \n ')).toEqual({ blocks: [], text: '' })
    expect(markdownToMessages('')).toEqual([])
  })
})

describe('text of models and vendors', () => {
  const hostile = [
    '<!here> <!channel> <!everyone> <!subteam^S012345|@team>',
    '<@U0DANA0001> <#C0GENERAL1> <https://evil.example|https://bank.example>',
    '@channel @here @everyone @Here',
    '`<!here>` **<!here>** [<!here>](https://a.example) # <!here>',
    '```\n<!here>\n```',
    '| <!here> |\n| --- |\n| <@U0DANA0001> |',
    '> <!here>',
    '[x](https://a.example/|<!here>)',
    '[x](javascript:alert%281%29) [y](slack://open) [z](data:text/html,x)',
  ]

  it.each(hostile)('calls and links nobody: %s', (markdown) => {
    const { blocks, text } = markdownToBlocks(markdown)
    for (const said of [...textsOf(blocks), text]) {
      expect(said).not.toMatch(/<[!@#]/)
      expect(said).not.toMatch(/@(?:channel|here|everyone)/i)
      for (const [link] of said.matchAll(/<[^>]*>/g))
        expect(link).toMatch(/^<https:\/\/[^<>|\s]+(?:\|[^<>]*)?>$/)
    }
  })

  it('calls and links nobody, whatever it is made of', () => {
    const part = fc.constantFrom(
      ...[
        '<',
        '>',
        '!here',
        '@channel',
        '@',
        '|',
        '`',
        '```',
        '*',
        '_',
        '[',
        '](',
        ')',
        '\n',
        '> ',
        '- ',
      ],
      ...[
        'https://a.example',
        'javascript:',
        '&',
        ';',
        'lt',
        ' ',
        '\u200b',
        '\\',
        '#',
        'x',
        '😀',
        '|---|',
      ],
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 60 }), (parts) => {
        const { blocks, text } = markdownToBlocks(parts.join(''))
        for (const said of [...textsOf(blocks), text]) {
          expect(said).not.toMatch(/<(?!https:\/\/a\.example)/)
          expect(said).not.toMatch(/@(?:channel|here|everyone)\b/i)
          expect(said).not.toMatch(/&(?!amp;|lt;|gt;)/)
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it('cannot end a code block from inside', () => {
    expect(mrkdwn('````\n```\n<!here>\n````')).toBe("```\n'''\n&lt;!here&gt;\n```")
  })

  it('loses its control characters', () => {
    expect(escapeMrkdwn('a\u0000b\u001bc\nd')).toBe('abc\nd')
  })

  it('keeps the label of a link that it does not make', () => {
    expect(mrkdwnLink('javascript:alert(1)', 'press <b>')).toBe('press &lt;b&gt;')
    expect(mrkdwnLink(`https://a.example/${'x'.repeat(2_000)}`, 'long')).toBe('long')
  })
})

describe('limits', () => {
  const long = [
    'word '.repeat(5_000),
    '&'.repeat(9_000),
    Array.from(
      { length: 400 },
      (_, index) => `- item ${index} with [a link](https://a.example/${index})`,
    ).join('\n'),
    Array.from({ length: 200 }, () => '---\n\ntext').join('\n\n'),
    `\`\`\`\n${'let a = "<>"\n'.repeat(900)}\`\`\``,
    '😀'.repeat(4_000),
    `${'x'.repeat(2_990)}[label of a link](https://a.example/)`,
  ]

  it.each(long)('keeps every message inside what Slack takes %#', (markdown) => {
    for (const { blocks, text } of markdownToMessages(markdown)) {
      expect(blocks.length).toBeLessThanOrEqual(45)
      const texts = textsOf(blocks)
      for (const one of texts) {
        expect(one.length).toBeGreaterThan(0)
        expect(one.length).toBeLessThanOrEqual(3_000)
        expect(one.split('<').length).toBe(one.split('>').length)
        expect(one).not.toMatch(/&(?!amp;|lt;|gt;)/)
        expect(one.isWellFormed()).toBe(true)
        expect((one.match(/```/g) ?? []).length % 2).toBe(0)
      }
      expect(texts.join('').length).toBeLessThanOrEqual(11_000)
      expect(text.length).toBeLessThanOrEqual(2_500 * 5)
    }
  })

  it('loses no words over several messages', () => {
    const words = Array.from({ length: 4_000 }, (_, index) => `w${index}`)
    const said = markdownToMessages(words.join(' ')).flatMap(({ blocks }) => textsOf(blocks))
    expect(said.join(' ').split(/\s+/)).toEqual(words)
  })

  it('says so when one message has to do', () => {
    const { blocks } = markdownToBlocks('word '.repeat(5_000))
    expect(blocks.at(-1)).toMatchObject({ type: 'context' })
    expect(JSON.stringify(blocks.at(-1))).toContain('shortened')
  })

  it('cuts neither links nor entities', () => {
    const link = '<https://a.example|a label>'
    expect(splitMrkdwn(`${'x'.repeat(90)} ${link}`, 100)).toEqual(['x'.repeat(90), link])
    expect(splitMrkdwn(`${'x'.repeat(98)}&amp;y`, 100)).toEqual(['x'.repeat(98), '&amp;y'])
  })
})

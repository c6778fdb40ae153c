import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Block, type Inline, markdownCharactersMax, parseMarkdown } from './markdown.ts'
import { parseInline } from './markdown-inline.ts'

const text = (value: string): Inline => ({ type: 'text', text: value })
const bold = (...children: Inline[]): Inline => ({ type: 'bold', children })
const italic = (...children: Inline[]): Inline => ({ type: 'italic', children })
const strike = (...children: Inline[]): Inline => ({ type: 'strike', children })
const code = (value: string): Inline => ({ type: 'code', text: value })
const link = (url: string, ...children: Inline[]): Inline => ({ type: 'link', url, children })
const paragraph = (value: string): Block => ({ type: 'paragraph', children: [text(value)] })
const item = (value: string) => ({ children: [text(value)], nested: null })

describe('parseInline', () => {
  it.each<[string, Inline[]]>([
    ['', []],
    ['plain', [text('plain')]],
    ['**b** and __b__', [bold(text('b')), text(' and '), bold(text('b'))]],
    ['*i* and _i_', [italic(text('i')), text(' and '), italic(text('i'))]],
    ['~~s~~', [strike(text('s'))]],
    ['***both***', [bold(italic(text('both')))]],
    ['**a *b***', [bold(text('a '), italic(text('b')))]],
    ['*a **b** c*', [italic(text('a '), bold(text('b')), text(' c'))]],
    ['a*b*c', [text('a'), italic(text('b')), text('c')]],
    ['snake_case_name', [text('snake_case_name')]],
    ['2 * 3 * 4', [text('2 * 3 * 4')]],
    ['**open', [text('**open')]],
    ['**a *b** c*', [bold(text('a *b')), text(' c*')]],
    ['****', [text('****')]],
    ['~one~', [text('~one~')]],
    ['\\*a\\* \\q', [text('*a* \\q')]],
    ['`a*b*`', [code('a*b*')]],
    ['``a`b``', [code('a`b')]],
    ['`` ` ``', [code('`')]],
    ['`open', [text('`open')]],
    ['**`a`**', [bold(code('a'))]],
    ['a\nb', [text('a\nb')]],
    ['a \nb', [text('a\nb')]],
    ['a  \nb', [text('a'), { type: 'break' }, text('b')]],
    ['a\\\nb', [text('a'), { type: 'break' }, text('b')]],
    ['<b>&amp;', [text('<b>&amp;')]],
    ['[a](https://x.example/p)', [link('https://x.example/p', text('a'))]],
    ['[a](http://x.example "t")!', [link('http://x.example', text('a')), text('!')]],
    ['[a](https://x.example/b_(c))', [link('https://x.example/b_(c)', text('a'))]],
    ['[](https://x.example)', [link('https://x.example', text('https://x.example'))]],
    ['[**b** c](mailto:a@x.example)', [link('mailto:a@x.example', bold(text('b')), text(' c'))]],
    ['**[a](https://x.example)**', [bold(link('https://x.example', text('a')))]],
    ['<https://x.example>', [link('https://x.example', text('https://x.example'))]],
    ['<mailto:a@x.example>', [link('mailto:a@x.example', text('a@x.example'))]],
    ['[x] done', [text('[x] done')]],
    ['[a [b](https://x.example)', [link('https://x.example', text('a [b'))]],
    ['[*a](https://x.example)*', [link('https://x.example', text('*a')), text('*')]],
  ])('reads %j', (source, expected) => {
    expect(parseInline(source)).toEqual(expected)
  })

  it.each([
    '[a](javascript:alert(1))',
    '[a](JAVASCRIPT:alert(1))',
    '[a](data:text/html,x)',
    '[a](//x.example)',
    '[a](/path)',
    '[a](https://)',
    '[a](ftp://x.example)',
    '[a](https://x .example)',
    '<javascript:alert(1)>',
    `[a](https://x.example/${'a'.repeat(2000)})`,
  ])('leaves %j as text', (source) => {
    expect(parseInline(source)).toEqual([text(source)])
  })
})

describe('parseMarkdown', () => {
  it('reads headings of six levels', () => {
    expect(parseMarkdown('# One\n###### Six ##\n####### Seven\n#None\n# C#\n#')).toEqual([
      { type: 'heading', level: 1, children: [text('One')] },
      { type: 'heading', level: 6, children: [text('Six')] },
      paragraph('####### Seven\n#None'),
      { type: 'heading', level: 1, children: [text('C#')] },
      { type: 'heading', level: 1, children: [] },
    ])
  })

  it('joins lines to paragraphs and divides them at blank lines', () => {
    expect(parseMarkdown('one\n  two\r\n\r\n\nthree')).toEqual([
      paragraph('one\ntwo'),
      paragraph('three'),
    ])
    expect(parseMarkdown(' \n\t\n')).toEqual([])
  })

  it('reads fenced code as it stands', () => {
    expect(parseMarkdown('a\n```ts x\nconst a = `*b*`\n\n  # no\n```\nb')).toEqual([
      paragraph('a'),
      { type: 'code', language: 'ts', text: 'const a = `*b*`\n\n  # no' },
      paragraph('b'),
    ])
    expect(parseMarkdown('~~~~\n```\n~~~\n~~~~~')).toEqual([
      { type: 'code', language: null, text: '```\n~~~' },
    ])
    expect(parseMarkdown('  ```\n    a\n  b\n c')).toEqual([
      { type: 'code', language: null, text: '  a\nb\nc' },
    ])
    expect(parseMarkdown('``` a`b')).toEqual([paragraph('``` a`b')])
  })

  it('reads lists, nested once', () => {
    expect(parseMarkdown('- a\n  - b\n    - c\n  1. d\n- e\n  more\n\n* f')).toEqual([
      {
        type: 'list',
        ordered: false,
        start: 1,
        items: [
          {
            children: [text('a')],
            nested: { type: 'list', ordered: false, start: 1, items: ['b', 'c', 'd'].map(item) },
          },
          item('e\nmore'),
          item('f'),
        ],
      },
    ])
  })

  it('keeps the number an ordered list starts with, and divides lists by kind', () => {
    expect(parseMarkdown('3. a\n4) b\n- c')).toEqual([
      { type: 'list', ordered: true, start: 3, items: [item('a'), item('b')] },
      { type: 'list', ordered: false, start: 1, items: [item('c')] },
    ])
  })

  it('does not take a year at the start of a line for a list inside a paragraph', () => {
    expect(parseMarkdown('It was in\n2026. Then')).toEqual([paragraph('It was in\n2026. Then')])
    expect(parseMarkdown('Do:\n1. a')).toHaveLength(2)
  })

  it('reads quotes with blocks in them, three deep', () => {
    expect(parseMarkdown('> # a\n>b\n> > c\nd')).toEqual([
      {
        type: 'quote',
        children: [
          { type: 'heading', level: 1, children: [text('a')] },
          paragraph('b'),
          { type: 'quote', children: [paragraph('c')] },
        ],
      },
      paragraph('d'),
    ])
    expect(JSON.stringify(parseMarkdown('>>>>> a')).match(/quote/g)).toHaveLength(3)
  })

  it('reads tables, evened out to the header', () => {
    expect(parseMarkdown('| a | b\\|c |\n|:--|--:|\n| **1** |\n| 2 | 3 | 4 |\n\nend')).toEqual([
      {
        type: 'table',
        header: [[text('a')], [text('b|c')]],
        rows: [
          [[bold(text('1'))], []],
          [[text('2')], [text('3')]],
        ],
      },
      paragraph('end'),
    ])
    expect(parseMarkdown('a | b\n--- | ---')).toEqual([
      { type: 'table', header: [[text('a')], [text('b')]], rows: [] },
    ])
    expect(parseMarkdown('a | b\n---')).toEqual([paragraph('a | b'), { type: 'rule' }])
  })

  it('reads rules', () => {
    const rule = { type: 'rule' }
    expect(parseMarkdown('a\n---\n* * *\n___')).toEqual([paragraph('a'), rule, rule, rule])
  })

  it('reads a text over 100,000 characters as one plain paragraph', () => {
    const long = `# ${'a'.repeat(markdownCharactersMax)}`
    expect(parseMarkdown(long)).toEqual([paragraph(long)])
  })
})

describe('any text', () => {
  const unit = fc.constantFrom(
    ...'ab1 \t\n\n*_~`[]()<>#-+.|:\\"!=',
    '](https://x.example)',
    '```\n',
    '\n- ',
  )

  /** What every tree promises: texts joined and never empty, allowed links, no link in a link. */
  function expectSound(inlines: Inline[], depth = 0, isInLink = false): void {
    expect(depth).toBeLessThanOrEqual(6)
    for (const [index, inline] of inlines.entries()) {
      if (inline.type === 'text') {
        expect(inline.text).not.toBe('')
        expect(inlines[index + 1]?.type).not.toBe('text')
      } else if (inline.type === 'link') {
        expect(isInLink).toBe(false)
        expect(inline.url).toMatch(/^(?:https?:\/\/|mailto:)[^\s<>]+$/i)
      }
      if ('children' in inline) {
        expect(inline.children.length).toBeGreaterThan(0)
        expectSound(inline.children, depth + 1, isInLink || inline.type === 'link')
      }
    }
  }

  function expectSoundBlocks(blocks: Block[], depth = 0): void {
    expect(depth).toBeLessThanOrEqual(3)
    for (const block of blocks) {
      if (block.type === 'quote') expectSoundBlocks(block.children, depth + 1)
      else if (block.type === 'heading' || block.type === 'paragraph') expectSound(block.children)
      else if (block.type === 'table') {
        for (const row of [block.header, ...block.rows]) {
          expect(row).toHaveLength(block.header.length)
          for (const cell of row) expectSound(cell)
        }
      } else if (block.type === 'list') {
        for (const { children, nested } of block.items) {
          expectSound(children)
          for (const below of nested?.items ?? []) {
            expect(below.nested).toBeNull()
            expectSound(below.children)
          }
        }
      }
    }
  }

  it('is read as a sound tree', () => {
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 300 }), (source) => {
        expectSoundBlocks(parseMarkdown(source))
      }),
      { numRuns: 1000 },
    )
  })

  it('is read without losing a letter', () => {
    const marks = fc.constantFrom(...'Q \n*_~`[]()<>#-+')
    const count = (value: string) => value.split('Q').length
    fc.assert(
      fc.property(fc.string({ unit: marks, maxLength: 200 }), (source) => {
        expect(count(JSON.stringify(parseMarkdown(source)))).toBe(count(source))
      }),
      { numRuns: 1000 },
    )
  })

  // Each of these takes minutes in a reader that is quadratic; the test's own time limit is the bound.
  it.each([
    '*',
    '* a',
    '**a ',
    '*a_b~~',
    '`',
    '`a``b',
    '[',
    '[]',
    '[](',
    '[a](https://x.example/(',
    '[a](b "',
    '<http:',
    '\\',
    '>',
    '> ',
    '> - ',
    '- ',
    '  - a\n',
    '1. a\n',
    '#',
    '# ',
    '-',
    '- -',
    '|',
    '||\n',
    'a|\n-|\n',
    '\n',
    'a\n',
    'a  \n',
    ' ',
    '\t',
    '```',
    '```\n',
    '~~~ \u2028',
    '\u2028',
  ])('of 100,000 characters of %j is read in linear time', (piece) => {
    const source = piece.repeat(markdownCharactersMax / piece.length)
    const variants = [source, `${source.slice(0, -2)}\u2028x`, `a ${source.slice(2)}`]
    for (const variant of variants) expect(Array.isArray(parseMarkdown(variant))).toBe(true)
  })

  it('of a wide table stays narrow', () => {
    const wide = `${'|a'.repeat(51)}|\n${'|-'.repeat(51)}|\n${'|\n'.repeat(1000)}`
    expect(parseMarkdown(wide)[0]?.type).toBe('paragraph')
  })
})

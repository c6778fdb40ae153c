import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitText, truncateText } from './text.ts'

const family = '👨‍👩‍👧‍👦' // 11 units, one cluster

describe('truncateText', () => {
  it('leaves what fits', () => {
    expect(truncateText('hello', 5)).toBe('hello')
    expect(truncateText('', 0)).toBe('')
  })

  it('ends what does not fit in an ellipsis, inside the limit', () => {
    expect(truncateText('hello world', 8)).toBe('hello w…')
    expect(truncateText('hello world', 7)).toBe('hello…')
    expect(truncateText('hello', 1)).toBe('…')
    expect(truncateText('hello', 0)).toBe('')
  })

  it('breaks neither surrogate pairs nor clusters', () => {
    expect(truncateText('ab😀cd', 4)).toBe('ab…')
    expect(truncateText('ab😀cd', 5)).toBe('ab😀…')
    expect(truncateText(`ab${family}cd`, 13)).toBe('ab…')
    expect(truncateText(`ab${family}cd`, 14)).toBe(`ab${family}…`)
    expect(truncateText('abe\u0301cde', 4)).toBe('ab…')
    expect(truncateText('a🇩🇪🇫🇷', 6)).toBe('a🇩🇪…')
  })

  it('cuts an endless cluster between code points', () => {
    const zalgo = `a${'\u0301'.repeat(500)}`
    expect(truncateText(zalgo, 100)).toBe(`${zalgo.slice(0, 99)}…`)
  })

  it('stays inside the limit and well-formed for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat({ max: 30 }), (text, charactersMax) => {
        const cut = truncateText(text, charactersMax)
        expect(cut.length).toBeLessThanOrEqual(charactersMax)
        expect(cut.isWellFormed()).toBe(true)
        if (cut !== text && cut !== '') {
          expect(cut.endsWith('…') && text.startsWith(cut.slice(0, -1))).toBe(true)
        }
      }),
    )
  })
})

describe('splitText', () => {
  const words = (count: number, word = 'word') => Array<string>(count).fill(word).join(' ')

  it('leaves what fits in one part, and makes none of blank text', () => {
    expect(splitText('hello\n', 128)).toEqual(['hello\n'])
    expect(splitText('', 128)).toEqual([])
    expect(splitText(' \n\n', 128)).toEqual([])
    expect(splitText(' \n'.repeat(300), 128)).toEqual([])
  })

  it('cuts between paragraphs first', () => {
    const [first, second] = [words(15, 'aaaa'), words(15, 'bbb bb')]
    expect(splitText(`${first}\n\n${second}`, 128)).toEqual([first, second])
  })

  it('cuts between lines where no paragraph ends late enough', () => {
    const lines = Array.from({ length: 6 }, (_, index) => `line ${index} ${'x'.repeat(30)}`)
    expect(splitText(`a\n\n${lines.join('\n')}`, 128)).toEqual([
      `a\n\n${lines.slice(0, 2).join('\n')}`,
      lines.slice(2, 4).join('\n'),
      lines.slice(4, 6).join('\n'),
    ])
  })

  it('cuts between words where no line ends', () => {
    const parts = splitText(words(100), 128)
    expect(parts.every((part) => /^word( word)*$/.test(part))).toBe(true)
    expect(parts.join(' ')).toBe(words(100))
  })

  it('cuts inside a word only when it fits no part', () => {
    const link = `https://example.com/${'x'.repeat(80)}`
    expect(splitText(`see all of it at ${link} ${words(20)}`, 128)[1]?.startsWith(link)).toBe(true)
    expect(splitText('x'.repeat(300), 128).join('')).toBe('x'.repeat(300))
    expect(splitText(family.repeat(40), 128).join('')).toBe(family.repeat(40))
    expect(splitText(family.repeat(40), 128).every((part) => part.length % 11 === 0)).toBe(true)
  })

  it('closes a cut code block and reopens it with its language', () => {
    const code = Array.from({ length: 12 }, (_, index) => `const value${index} = ${index}`)
    const parts = splitText(`Look:\n\n\`\`\`ts\n${code.join('\n')}\n\`\`\`\n\nDone.`, 128)
    expect(parts.length).toBeGreaterThan(2)
    for (const part of parts) {
      expect(part.length).toBeLessThanOrEqual(128)
      expect(part.match(/^```/gm)?.length ?? 0).toBe(2)
    }
    expect(parts[1]?.startsWith('```ts\nconst value')).toBe(true)
    const lines = parts.flatMap((part) => part.split('\n')).filter((line) => /^const/.test(line))
    expect(lines).toEqual(code)
    expect(parts.at(-1)?.endsWith('```\n\nDone.')).toBe(true)
  })

  it('keeps blank lines and indentation of code over a cut', () => {
    const code = Array.from({ length: 20 }, (_, index) => `    indented ${index}\n`).join('\n')
    const parts = splitText(`\`\`\`\n${code}\`\`\``, 128)
    const lines = parts.flatMap((part) => part.split('\n')).filter((line) => line.includes('ind'))
    expect(lines.every((line) => line.startsWith('    indented'))).toBe(true)
    expect(lines).toHaveLength(20)
  })

  it('leaves no empty code block before or after a cut', () => {
    for (let size = 60; size < 140; size += 1) {
      const parts = splitText(
        `${'x'.repeat(size)}\n\`\`\`js\n${'y'.repeat(20)}\n\`\`\`\n${words(20)}`,
        128,
      )
      for (const part of parts) expect(part).not.toMatch(/^```(js)?\n```$/m)
    }
  })

  it('keeps prose out of code and code out of prose wherever the cut falls', () => {
    for (let size = 60; size < 140; size += 1) {
      const source = `\`\`\`\n${'y'.repeat(20)}\n${'y'.repeat(size)}\n\`\`\`\n${words(40)}`
      for (const part of splitText(source, 128)) {
        const inside = part.split(/^```$/m).filter((_, index) => index % 2 === 1)
        const outside = part.split(/^```$/m).filter((_, index) => index % 2 === 0)
        expect(inside.join('')).not.toContain('word')
        expect(outside.join('')).not.toContain('y')
      }
    }
  })

  it('knows a longer fence, and backticks inside it as code', () => {
    const body = Array.from({ length: 20 }, () => '```\nnot a fence\n```').join('\n')
    const parts = splitText(`\`\`\`\`md\n${body}\n\`\`\`\``, 128)
    for (const part of parts) {
      expect(part.startsWith('````md\n')).toBe(true)
      expect(part.endsWith('\n````')).toBe(true)
    }
  })

  it('refuses a limit too small to hold a fence', () => {
    for (const charactersMax of [0, 127, Number.NaN]) {
      expect(() => splitText('x', charactersMax)).toThrow(RangeError)
    }
  })

  it('loses nothing but white space, and keeps the limit, for any text', () => {
    const piece = fc.constantFrom(
      'a',
      'bcd ',
      '\n',
      '\n\n',
      '😀',
      family,
      'e\u0301',
      'x'.repeat(90),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 200 }), (pieces) => {
        const text = pieces.join('')
        const parts = splitText(text, 128)
        expect(parts.every((part) => part.length <= 128 && part.isWellFormed())).toBe(true)
        expect(parts.join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''))
      }),
    )
  })

  it('keeps the limit and the code for any mixture of fences', () => {
    const piece = fc.constantFrom(
      'a',
      ' ',
      '\n',
      '```\n',
      '\n```',
      '~~~~ts\n',
      '```js x\n',
      '`',
      'word'.repeat(9),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 200 }), (pieces) => {
        const text = pieces.join('')
        const parts = splitText(text, 128)
        expect(parts.every((part) => part.length <= 128)).toBe(true)
        const letters = (value: string) => value.replaceAll(/[^word]/g, '')
        expect(letters(parts.join(''))).toBe(letters(text))
      }),
      { numRuns: 300 },
    )
  })
})

// Letters say what they are given and nothing else.
import { describe, expect, it } from 'vitest'
import { inkOn, letterOf } from './letter.ts'

const content = {
  to: 'dana@acme.example',
  subject: 'Sign in to Acme',
  brand: null,
  title: 'Sign in',
  paragraphs: ['Press the button.'],
  buttons: [{ label: 'Sign in', url: 'https://causeway.example/sign-in/cwl_x' }],
  footer: 'Somebody asked for this.',
}

describe('a letter', () => {
  it('says the same as text and as HTML', () => {
    const letter = letterOf(content)
    for (const part of ['Press the button.', 'https://causeway.example/sign-in/cwl_x']) {
      expect(letter.text).toContain(part)
      expect(letter.html).toContain(part)
    }
  })

  it('keeps markup as text', () => {
    const letter = letterOf({ ...content, title: '<img src=x onerror=alert(1)>' })
    expect(letter.html).not.toContain('<img src=x')
    expect(letter.html).toContain('&#60;img src=x')
    expect(letter.text).toContain('<img src=x onerror=alert(1)>')
  })

  it('keeps a subject on one line, without control or direction-changing characters', () => {
    const { subject } = letterOf({ ...content, subject: 'Hi\r\nBcc: eve@evil.example\u202e' })
    expect(subject).toBe('Hi Bcc: eve@evil.example')
  })

  it('chooses ink that stands out on the accent', () => {
    expect(inkOn('#000000')).toBe('#ffffff')
    expect(inkOn('#ffffff')).toBe('#000000')
    expect(inkOn('#0f766e')).toBe('#ffffff')
    expect(inkOn('#ffd500')).toBe('#000000')
  })
})

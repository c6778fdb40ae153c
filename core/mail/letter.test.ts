// Letters say what they are given and nothing else.
import { describe, expect, it } from 'vitest'
import { letterOf } from './letter.ts'

const content = {
  to: 'dana@acme.example',
  subject: 'Sign in to Acme',
  brand: null,
  title: 'Sign in',
  paragraphs: ['Press the button.'],
  buttons: [{ label: 'Sign in', url: 'https://causeway.example/sign-in/cwl_x' }],
  footer: 'Somebody asked for this.',
}
const acme = {
  organizationId: 'org_x',
  displayName: 'Acme',
  isOwn: true,
  accentColor: null,
  logoUrl: null,
}
const markup = '<img src=x onerror=alert(1)>"\'&'

describe('a letter', () => {
  it('says the same as text and as HTML', () => {
    const letter = letterOf(content)
    for (const part of ['Press the button.', 'https://causeway.example/sign-in/cwl_x']) {
      expect(letter.text).toContain(part)
      expect(letter.html).toContain(part)
    }
  })

  it('keeps markup as text wherever it stands', () => {
    const letter = letterOf({
      ...content,
      subject: markup,
      title: markup,
      paragraphs: [markup],
      buttons: [{ label: markup, url: `https://causeway.example/${markup}` }],
      items: [{ title: markup, text: markup, label: markup, url: 'https://causeway.example/' }],
      footer: markup,
      brand: { ...acme, displayName: markup },
    })
    expect(letter.html).not.toContain('<img')
    expect(letter.html.split('&#60;img src=x').length).toBe(12)
    expect(letter.text).toContain(markup)
  })

  it('keeps a subject on one line, without control or direction-changing characters', () => {
    const { subject } = letterOf({ ...content, subject: 'Hi\r\nBcc: eve@evil.example\u202e' })
    expect(subject).toBe('Hi Bcc: eve@evil.example')
  })

  it('lets no name in a heading become a link, and leaves others as they are', () => {
    const name = 'Pay at https://evil.example/x HTTP: //evil.example WWW.evil.example'
    const brand = { ...acme, displayName: name }
    const { subject, text, html } = letterOf({ ...content, subject: name, title: name, brand })
    expect(subject).toBe('Pay at https evil.example/x HTTP evil.example www evil.example')
    for (const part of [text, html]) expect(part).not.toMatch(/:\/\/evil|www\./i)
    const usual = 'Acme Inc. & Söhne: A/B, Booking.com'
    expect(letterOf({ ...content, subject: usual }).subject).toBe(usual)
  })

  it('bounds what is very long', () => {
    const long = 'x'.repeat(100_000)
    const letter = letterOf({
      ...content,
      subject: long,
      title: long,
      paragraphs: [long],
      footer: long,
    })
    expect(letter.subject).toHaveLength(200)
    expect(letter.text.length).toBeLessThan(5_000)
    expect(letter.html.length).toBeLessThan(10_000)
  })

  it('shows the whole address of every link', () => {
    const url = 'https://causeway.example/connections/conn_x'
    const { html } = letterOf({
      ...content,
      items: [{ title: 'One', text: 'Two', label: 'Open', url }],
    })
    for (const [, href, shown] of html.matchAll(/<a [^>]*href="([^"]+)"[^>]*>([^<]*)<\/a>/g)) {
      expect(shown === href || html.includes(`word-break:break-all">${href}</p>`)).toBe(true)
    }
  })

  it('loads nothing but the logo, and wears the colour', () => {
    const logoUrl = 'https://causeway.example/brand/org_x/logo'
    const brand = { ...acme, accentColor: '#ffd500', logoUrl }
    const { html, text } = letterOf({ ...content, brand })
    expect([...html.matchAll(/(?:src|url)\s*[=(]\s*"?([^">)]+)/g)].map((each) => each[1])).toEqual([
      logoUrl,
    ])
    expect(html).toContain('background:#ffd500;color:#000000')
    expect(text).toContain('Acme')
  })
})

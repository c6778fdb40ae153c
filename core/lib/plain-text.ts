// Foreign text made harmless for people to read: what reorders, hides or breaks text is taken out, and its length is bounded. It is
// still text to be escaped by whoever puts it into markup.
import { truncateText } from './text.ts'

/** Controls, format characters (direction changers, zero-width marks, tags), line and paragraph separators. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu
/** Line feeds, and the two joiners that Persian, Indic scripts and emoji are written with: they hide nothing. */
const kept = ['\n', '\u200c', '\u200d']

/** The text without unseen characters but line feeds and joiners, at most `charactersMax` UTF-16 units. */
export function plainText(text: string, charactersMax: number): string {
  const seen = text.toWellFormed().replaceAll(unseen, (each) => (kept.includes(each) ? each : ' '))
  return truncateText(seen, charactersMax)
}

/** The same on one line, without blanks around it: for names, titles and headers. */
export function plainLine(text: string, charactersMax: number): string {
  return plainText(text.slice(0, charactersMax * 4).replaceAll(/\s+/g, ' '), charactersMax)
    .replaceAll(/\s+/g, ' ')
    .trim()
}

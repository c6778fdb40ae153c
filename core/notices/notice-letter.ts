// Notices as one letter: a single one says it in its subject, several stand one below the other.
import type { Letter } from '../contract/ports.ts'
import type { NoticeRow } from '../db/queries/notices.ts'
import { sha256Hex } from '../lib/sha256.ts'
import type { Brand } from '../mail/brand.ts'
import { letterOf } from '../mail/letter.ts'
import { catalogue } from './catalogue.ts'

/** @param rows of one person; at least one */
export async function letterOfNotices(
  rows: readonly NoticeRow[],
  around: { to: string; brand: Brand | null; origin: string },
): Promise<Letter> {
  const { to, brand, origin } = around
  const [first] = rows
  if (!first) throw new Error('Defect: a letter of no notices')
  const where = brand ? ` (${brand.displayName})` : ''
  const footer = (why: string) => `${why} What you are told is yours to choose: ${origin}/account`
  const letter =
    rows.length === 1
      ? letterOf({
          to,
          brand,
          subject: first.content.title + where,
          title: first.content.title,
          paragraphs: [first.content.text],
          buttons: [{ label: first.content.label, url: origin + first.content.path }],
          footer: footer(whyOf(first)),
        })
      : letterOf({
          to,
          brand,
          subject: `${rows.length} things to know${where}`,
          title: `${rows.length} things to know`,
          paragraphs: [],
          items: rows.map(({ content }) => ({
            title: content.title,
            text: content.text,
            label: content.label,
            url: origin + content.path,
          })),
          footer: footer('You asked for one letter a day.'),
        })
  // Another content is another letter: a provider that saw the key before must not drop it.
  return {
    ...letter,
    key: `${first.letterId ?? first.id}/${(await sha256Hex(letter.text)).slice(0, 16)}`,
  }
}

function whyOf(row: NoticeRow): string {
  const { title, ways } = catalogue[row.kind]
  return ways.mail.mutable
    ? `You are told of this: ${title}.`
    : `You are told of this, always: ${title}.`
}

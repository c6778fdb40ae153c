// What would be done, whole and literally: each field by its name, text as it is with its line ends, anything else as JSON. Marks
// that hide or reorder text are shown by their code, so that what is read is what would run (Trojan Source, CVE-2021-42574).
import type { ReactNode } from 'react'
import styles from './exact-input.module.css'

/** Soft hyphens, zero-width and bidirectional marks, tags, and controls that are no white space. */
const hidden =
  /[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]|[^\P{Cc}\n\t]/u
const hiddenAll = new RegExp(hidden, 'gu')

/** `label` names the whole for people who do not see it. */
export function ExactInput(props: { input: Readonly<Record<string, unknown>>; label: string }) {
  const fields = Object.entries(props.input)
  if (fields.length === 0) return <p className={styles.none}>It takes no input.</p>
  return (
    <dl className={styles.fields} aria-label={props.label}>
      {fields.map(([name, value]) => (
        <div key={name} className={styles.field}>
          <dt>
            <Literal text={name} />
          </dt>
          <dd>
            <pre>
              <Literal text={typeof value === 'string' ? value : JSON.stringify(value, null, 2)} />
            </pre>
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** Text as text, with hidden marks as `U+202E`. */
export function Literal(props: { text: string }): ReactNode {
  const { text } = props
  if (!hidden.test(text)) return text === '' ? <i className={styles.mark}>empty</i> : text
  const parts: ReactNode[] = []
  let end = 0
  for (const { 0: mark, index } of text.matchAll(hiddenAll)) {
    const code = mark.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')
    parts.push(
      text.slice(end, index),
      <b key={index} className={styles.mark} title="A mark that is not seen, or reorders text">
        U+{code}
      </b>,
    )
    end = index + mark.length
  }
  parts.push(text.slice(end))
  return parts
}

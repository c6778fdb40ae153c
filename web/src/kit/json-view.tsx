// A JSON value as text: keys and values told apart by colour, foreign text always text, long ones cut with a note.
import { CopyButton } from './copy-button.tsx'
import styles from './json-view.module.css'

const charactersMax = 60_000

/** `label` names it for people who do not see it. */
export function JsonView(props: { value: unknown; label: string }) {
  const whole = JSON.stringify(props.value, null, 2) ?? 'null'
  const text = whole.slice(0, charactersMax)
  return (
    <div className={styles.view}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard (WCAG 2.1.1) */}
      <section className={styles.text} tabIndex={0} aria-label={props.label}>
        <pre>{tokensOf(text)}</pre>
        {whole.length > charactersMax && (
          <p className={styles.note}>
            {(whole.length - charactersMax).toLocaleString('en')} characters more; the copy has all.
          </p>
        )}
      </section>
      <span className={styles.copy}>
        <CopyButton text={whole} label={props.label} />
      </span>
    </div>
  )
}

const token = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(?:true|false|null|-?\d[\d.eE+-]*)\b/g

function tokensOf(text: string) {
  const parts: React.ReactNode[] = []
  let end = 0
  for (const match of text.matchAll(token)) {
    const [all, string, colon] = match
    parts.push(text.slice(end, match.index))
    const kind = string === undefined ? styles.plain : colon ? styles.key : styles.string
    parts.push(
      <span key={match.index} className={kind}>
        {colon ? string : all}
      </span>,
      colon ?? '',
    )
    end = match.index + all.length
  }
  parts.push(text.slice(end))
  return parts
}

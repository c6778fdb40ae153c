// Text to copy: scrolls sideways when it is long, and one button copies it.
import { CopyButton } from './copy-button.tsx'
import styles from './snippet.module.css'

/** `label` names the text for people who do not see it. */
export function Snippet(props: { text: string; label: string }) {
  const { text, label } = props
  return (
    <div className={styles.snippet}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard (WCAG 2.1.1) */}
      <section className={styles.text} tabIndex={0} aria-label={label}>
        <pre>{text}</pre>
      </section>
      <CopyButton text={text} label={label} />
    </div>
  )
}

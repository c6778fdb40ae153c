// The hub's state at a glance: one coloured word for each thing it depends on, kept fresh.
import { Card, SkeletonRows } from './card.tsx'
import type { Health } from './hub.ts'
import styles from './rows.module.css'
import type { Polled } from './use-polled.ts'

/** The whole hub in one word, for the heading of the page. */
export function StateWord(props: { health: Polled<Health> }) {
  const { health } = props
  if (health.state === 'waiting') return <span>Asking …</span>
  if (health.state === 'failed') {
    return <span className={`${styles.word} ${styles.poor}`}>Not answering</span>
  }
  if (health.value.ok) return <span className={`${styles.word} ${styles.good}`}>Running</span>
  return <span className={`${styles.word} ${styles.fair}`}>Impaired</span>
}

/** The card with each dependency; says what to do when the hub does not answer. */
export function StateCard(props: { health: Polled<Health> }) {
  const { health } = props
  return (
    <Card title="State" aside={<StateWord health={health} />}>
      <div aria-live="polite" aria-busy={health.state === 'waiting'}>
        {health.state === 'waiting' && <SkeletonRows count={5} />}
        {health.state === 'failed' && (
          <p className={styles.note}>
            The hub did not answer. On your machine, look at the terminal where{' '}
            <code>npm start</code> runs, or start it again; nothing accepted is lost. This page asks
            again by itself.
          </p>
        )}
        {health.state === 'known' && <Dependencies health={health.value} />}
      </div>
    </Card>
  )
}

function Dependencies(props: { health: Health }) {
  const { dependencies } = props.health
  if (dependencies.length === 0) return <p className={styles.note}>The hub answers.</p>
  return (
    <ul className={styles.rows}>
      {dependencies.map(({ name, word, tone, detail }) => (
        <li className={styles.row} key={name}>
          <span>
            {title(name)}
            {detail && <span className={styles.detail}>{detail}</span>}
          </span>
          <span className={`${styles.word} ${styles[tone]}`}>{word}</span>
        </li>
      ))}
    </ul>
  )
}

/** `auditLog` and `audit_log` read as “Audit log”. */
function title(name: string): string {
  const words = name
    .replaceAll(/[-_]/g, ' ')
    .replaceAll(/([a-z])([A-Z0-9])/g, '$1 $2')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

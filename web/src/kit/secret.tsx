// A secret, shown once: the hub keeps only what it needs to check it. Copied by a button, and gone when the page is left.
import { Icon } from './icons.tsx'
import styles from './secret.module.css'
import { Snippet } from './snippet.tsx'

/** `name` is what it is: “API key”. `children` say where it belongs. */
export function Secret(props: { name: string; secret: string; children?: React.ReactNode }) {
  return (
    <div className={styles.secret} role="status">
      <div className={styles.head}>
        <Icon name="keys" />
        <strong>{props.name}</strong>
      </div>
      <Snippet text={props.secret} label={props.name} />
      <p className={styles.note}>Copy it now: it is shown this one time. {props.children}</p>
    </div>
  )
}

// An id as people meet it: in the fixed font, whole, with its copy button.
import { CopyButton } from './copy-button.tsx'
import styles from './words.module.css'

export function Id(props: { id: string; label?: string }) {
  return (
    <span className={styles.id}>
      <code>{props.id}</code>
      <CopyButton text={props.id} label={props.label ?? 'the id'} />
    </span>
  )
}

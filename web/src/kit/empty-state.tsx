// What stands where nothing is yet: what would be here, how to bring it about, and a snippet to copy.
import type { ReactNode } from 'react'
import styles from './empty-state.module.css'
import { Icon, type IconName } from './icons.tsx'
import { Snippet } from './snippet.tsx'

/** `children` say how to begin; buttons among them stand in their own line. */
export function EmptyState(props: {
  title: string
  icon?: IconName
  children: ReactNode
  /** The same from a program. */
  snippet?: { readonly label: string; readonly text: string }
}) {
  const { title, icon = 'dot', children, snippet } = props
  return (
    <div className={styles.empty}>
      <span className={styles.icon}>
        <Icon name={icon} size={22} />
      </span>
      <strong>{title}</strong>
      <div className={styles.words}>{children}</div>
      {snippet && <Snippet label={snippet.label} text={snippet.text} />}
    </div>
  )
}

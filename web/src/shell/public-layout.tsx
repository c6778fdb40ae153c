// The frame of pages for people who are not signed in: one calm card beneath the mark.

import type { ReactNode } from 'react'
import { Mark } from '../brand/drawings.tsx'
import styles from './public-layout.module.css'
import { SchemeToggle } from './scheme-toggle.tsx'

export function PublicLayout(props: { children: ReactNode; footer?: ReactNode; brand?: string }) {
  return (
    <div className={styles.page}>
      <header className={styles.top}>
        <span className={styles.mark}>
          <Mark />
          {props.brand ?? 'Causeway'}
        </span>
        <SchemeToggle />
      </header>
      <main className={styles.main} id="main">
        <div className={styles.card}>{props.children}</div>
        {props.footer && <div className={styles.footer}>{props.footer}</div>}
      </main>
    </div>
  )
}

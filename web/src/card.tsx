// A titled card, and the skeleton of one whose content is on its way.
import { Skeleton } from '@mantine/core'
import type { ReactNode } from 'react'
import styles from './home.module.css'
import rows from './rows.module.css'

/** A card with a heading; `aside` stands at the right of the heading. */
export function Card(props: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className={styles.card} aria-label={props.title}>
      <div className={styles.cardHead}>
        <h2>{props.title}</h2>
        {props.aside && <span className={styles.quiet}>{props.aside}</span>}
      </div>
      <div className={styles.cardBody}>{props.children}</div>
    </section>
  )
}

/** Grey rows in the place of the ones to come. */
export function SkeletonRows(props: { count: number }) {
  return (
    <ul className={rows.rows} aria-hidden="true">
      {Array.from({ length: props.count }, (_, index) => index).map((index) => (
        <li className={rows.row} key={index}>
          <Skeleton height={14} width={`${34 + ((index * 17) % 22)}%`} my={4} />
          <Skeleton height={14} width={52} my={4} />
        </li>
      ))}
    </ul>
  )
}

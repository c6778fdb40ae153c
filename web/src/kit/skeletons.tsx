// Grey shapes in the place of what is on its way: never a spinner.
import { Skeleton } from '@mantine/core'
import styles from './skeletons.module.css'

const indices = (count: number) => Array.from({ length: count }, (_, index) => index)

/** Rows of a list or of a card. */
export function SkeletonRows(props: { count: number }) {
  return (
    <div className={styles.rows} aria-hidden="true">
      {indices(props.count).map((index) => (
        <div className={styles.row} key={index}>
          <Skeleton height={12} width={`${34 + ((index * 17) % 22)}%`} />
          <Skeleton height={12} width={64} />
        </div>
      ))}
    </div>
  )
}

/** A block, as a chart or a form. */
export const SkeletonBlock = (props: { height: number }) => (
  <Skeleton height={props.height} radius={8} aria-hidden="true" />
)

/** A whole page. */
export function PageSkeleton() {
  return (
    <div className={styles.page} aria-busy="true">
      <span className={styles.said} role="status">
        Loading
      </span>
      <Skeleton height={22} width={180} />
      <Skeleton height={12} width="min(28rem, 80%)" />
      <Skeleton height={64} radius={8} />
      <Skeleton height={280} radius={8} />
    </div>
  )
}

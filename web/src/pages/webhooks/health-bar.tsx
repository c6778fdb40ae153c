// How deliveries went, one stroke each, the newest at the right: delivered ones low and calm, failed ones high, waiting ones short.
// Height says the same as colour, and the label says it in words.
import { useQuery } from '@tanstack/react-query'
import { type Delivery, recentDeliveriesQuery } from './endpoints.ts'
import styles from './webhooks.module.css'

const heightPx = 24
const stepPx = 6
const strokePx = 4

const looks = {
  delivered: { height: 14, tone: styles.good },
  failed: { height: 24, tone: styles.poor },
  blocked: { height: 24, tone: styles.poor },
  retrying: { height: 19, tone: styles.fair },
  pending: { height: 8, tone: styles.quiet },
  skipped: { height: 8, tone: styles.quiet },
  cancelled: { height: 8, tone: styles.quiet },
} as const satisfies Record<Delivery['status'], { height: number; tone: string | undefined }>

/** Counts of one health: `ended` leaves out what still waits and what was never to be sent. */
export function countsOf(deliveries: readonly Delivery[]) {
  const count = (...statuses: readonly Delivery['status'][]) =>
    deliveries.filter(({ status }) => statuses.includes(status)).length
  return {
    delivered: count('delivered'),
    failed: count('failed', 'blocked'),
    waiting: count('pending', 'retrying'),
    unsent: count('skipped', 'cancelled'),
  }
}

/** `strokes` is the room: fewer deliveries stand at the right of it. `deliveries` are newest first. */
export function HealthBar(props: { deliveries: readonly Delivery[]; strokes: number }) {
  const { strokes } = props
  const shown = props.deliveries.slice(0, strokes).toReversed()
  const { delivered, failed, waiting } = countsOf(shown)
  const words = `The last ${shown.length}: ${delivered} delivered, ${failed} failed, ${waiting} waiting`
  const empty = strokes - shown.length
  return (
    <svg
      className={styles.health}
      viewBox={`0 0 ${strokes * stepPx} ${heightPx}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={words}
    >
      {Array.from({ length: empty }, (_, index) => index).map((index) => (
        <rect
          key={`empty ${index}`}
          className={styles.none}
          x={index * stepPx}
          y={heightPx - 3}
          width={strokePx}
          height={3}
        />
      ))}
      {shown.map(({ id, status, eventType }, index) => {
        const { height, tone } = looks[status]
        return (
          <rect
            key={id}
            className={tone}
            x={(empty + index) * stepPx}
            y={heightPx - height}
            width={strokePx}
            height={height}
          >
            <title>{`${eventType}: ${status}`}</title>
          </rect>
        )
      })}
    </svg>
  )
}

const glanceStrokes = 24

/** An endpoint's health in a row of a list: the bar, and the share in words. */
export function HealthGlance(props: { endpointId: string }) {
  const { data } = useQuery(recentDeliveriesQuery(props.endpointId, glanceStrokes))
  if (!data) return <span className={styles.glance} aria-hidden="true" />
  if (data.length === 0) return <span className={styles.faint}>Nothing sent yet</span>
  const { delivered, failed } = countsOf(data)
  return (
    <span className={styles.glance}>
      <HealthBar deliveries={data} strokes={glanceStrokes} />
      <span className={styles.share}>{shareWords(delivered, failed)}</span>
    </span>
  )
}

/** “96 %” of what ended. */
export function shareWords(delivered: number, failed: number): string {
  const ended = delivered + failed
  return ended === 0 ? '–' : `${Math.floor((delivered / ended) * 100)} %`
}

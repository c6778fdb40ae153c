// Times in the reader's zone: near ones relative, far ones as a date, the exact one on hover and for programs in `datetime`.
import { useSyncExternalStore } from 'react'
import styles from './words.module.css'

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' })
const exact = new Intl.DateTimeFormat('en', { dateStyle: 'full', timeStyle: 'long' })
const day = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', year: 'numeric' })
const secondsOf = { minute: 60, hour: 3600, day: 86_400 } as const
/** Further away than this, a date says more than “9 days ago”. */
const relativeDaysMax = 7
const tickMs = 30_000

const readers = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

/** One clock for all times on the page, which stands still while nobody reads it. */
function onTick(reader: () => void): () => void {
  readers.add(reader)
  timer ??= setInterval(() => {
    for (const each of readers) each()
  }, tickMs)
  return () => {
    readers.delete(reader)
    if (readers.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** `at` is ISO 8601; null reads `absent`. */
export function Time(props: { at: string | null; absent?: string }) {
  // Of one value for half a minute, and never behind: what was made just now is not in the future.
  const now = useSyncExternalStore(onTick, () => Math.ceil(Date.now() / tickMs) * tickMs)
  const { at, absent = 'Never' } = props
  if (at === null) return <span>{absent}</span>
  const date = new Date(at)
  return (
    <time className={styles.time} dateTime={at} title={exact.format(date)}>
      {timeWords(date.getTime(), now)}
    </time>
  )
}

/** “5 min. ago”, “in 2 days”, “3 Nov 2026”. */
export function timeWords(atMs: number, now: number): string {
  const seconds = (atMs - now) / 1000
  const size = Math.abs(seconds)
  if (size > relativeDaysMax * secondsOf.day) return day.format(atMs)
  if (size < 45) return seconds > 0 ? 'in a moment' : 'just now'
  if (size < secondsOf.hour)
    return relative.format(Math.round(seconds / secondsOf.minute), 'minute')
  if (size < secondsOf.day) return relative.format(Math.round(seconds / secondsOf.hour), 'hour')
  return relative.format(Math.round(seconds / secondsOf.day), 'day')
}

/** “850 ms”, “12.4 s”, “3 min 5 s”. */
export function durationWords(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

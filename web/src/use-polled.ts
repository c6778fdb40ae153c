// Keeps one answer of the hub fresh while the page is looked at: asked at once, then every few
// seconds, never while the tab is hidden, and never twice at the same time.
import { useCallback, useEffect, useRef, useState } from 'react'

export type Polled<T> =
  | { readonly state: 'waiting' }
  | { readonly state: 'known'; readonly value: T; readonly at: number }
  | { readonly state: 'failed'; readonly at: number }

/** The newest answer of `read`, and a way to ask again now. `read` must keep its identity. */
export function usePolled<T>(read: () => Promise<T>, everyMs: number): [Polled<T>, () => void] {
  const [polled, setPolled] = useState<Polled<T>>({ state: 'waiting' })
  const asking = useRef(false)
  const ask = useCallback(() => {
    if (asking.current) return
    asking.current = true
    read()
      .then(
        (value) => setPolled({ state: 'known', value, at: Date.now() }),
        () => setPolled({ state: 'failed', at: Date.now() }),
      )
      .finally(() => {
        asking.current = false
      })
  }, [read])
  useEffect(() => {
    ask()
    const whenSeen = () => {
      if (!document.hidden) ask()
    }
    const timer = setInterval(whenSeen, everyMs)
    document.addEventListener('visibilitychange', whenSeen)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', whenSeen)
    }
  }, [ask, everyMs])
  return [polled, ask]
}

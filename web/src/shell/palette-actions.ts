// What the page in view offers to the command palette: a small store outside React, so that neither the shell nor a page renders
// again when the other changes.
import { useEffect, useRef, useSyncExternalStore } from 'react'

export interface PageAction {
  readonly label: string
  readonly run: () => void
}

let offered: readonly PageAction[] = []
const listeners = new Set<() => void>()

function offer(actions: readonly PageAction[]): void {
  offered = actions
  for (const listener of listeners) listener()
}

/** Offers a page's actions while it is shown. The list may be a new one at each render; labels tell whether it changed. */
export function usePaletteActions(actions: readonly PageAction[]): void {
  const newest = useRef(actions)
  newest.current = actions
  const labels = actions.map((action) => action.label).join('\n')
  useEffect(() => {
    const named = labels === '' ? [] : labels.split('\n')
    offer(
      named.map((label) => ({
        label,
        run: () => newest.current.find((action) => action.label === label)?.run(),
      })),
    )
    return () => offer([])
  }, [labels])
}

/** What the page in view offers. */
export function usePageActions(): readonly PageAction[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => offered,
  )
}

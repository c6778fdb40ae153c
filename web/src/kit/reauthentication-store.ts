// One question at a time: sign in again? Asked by an act that the hub refused until then, answered by the dialog.
import { useSyncExternalStore } from 'react'

type Answer = (signedIn: boolean) => void

let waiting: readonly Answer[] = []
const listeners = new Set<() => void>()

function change(answers: readonly Answer[]): void {
  waiting = answers
  for (const listener of listeners) listener()
}

/** Opens the dialog; true once the person has signed in again, false when they closed it. */
export function signInAgain(): Promise<boolean> {
  return new Promise((resolve) => change([...waiting, resolve]))
}

/** Closes the dialog and answers everyone who waits. */
export function answerSignIn(signedIn: boolean): void {
  const answers = waiting
  change([])
  for (const answer of answers) answer(signedIn)
}

/** Whether somebody waits for the dialog's answer. */
export function useIsAskedToSignIn(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => waiting.length > 0,
  )
}

// Something a person does: the call, a new sign-in first where the hub asks for one, the lists that it changes, and what is said.
import { notifications } from '@mantine/notifications'
import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query'
import { type Problem, problemOf } from '../hub/problem.ts'
import { signInAgain } from './reauthentication-store.ts'

export interface Act<Input, Output> {
  /** Does it; what it came to is in `problem` and `onDone`. */
  run(input: Input): void
  readonly isRunning: boolean
  readonly problem: Problem | null
  readonly result: Output | undefined
  reset(): void
}

/**
 * `renews` names the queries that are stale afterwards; `says` is told when it succeeded. A failure is told too, unless `isQuiet`:
 * then the page shows `problem` itself, as forms do.
 */
export function useAct<Input = void, Output = unknown>(
  act: (input: Input) => Promise<Output>,
  options: {
    readonly renews?: readonly QueryKey[]
    readonly says?: string | ((output: Output, input: Input) => string)
    readonly isQuiet?: boolean
    readonly onDone?: (output: Output, input: Input) => void
  } = {},
): Act<Input, Output> {
  const client = useQueryClient()
  const mutation = useMutation({
    mutationFn: (input: Input) => withRecentSignIn(() => act(input)),
    onSuccess: async (output, input) => {
      const { says, renews = [], onDone } = options
      if (says) tell(typeof says === 'string' ? says : says(output, input))
      onDone?.(output, input)
      await Promise.all(renews.map((queryKey) => client.invalidateQueries({ queryKey })))
    },
    onError: (thrown) => {
      if (!options.isQuiet) tellProblem(problemOf(thrown))
    },
  })
  return {
    run: (input) => mutation.mutate(input),
    isRunning: mutation.isPending,
    problem: mutation.isError ? problemOf(mutation.error) : null,
    result: mutation.data,
    reset: () => mutation.reset(),
  }
}

/** Runs a call; when the hub asks for a recent sign-in, the person signs in again in a dialog and the call runs once more. */
async function withRecentSignIn<Output>(call: () => Promise<Output>): Promise<Output> {
  try {
    return await call()
  } catch (thrown) {
    if (problemOf(thrown).code !== 'reauthentication_required') throw thrown
    if (!(await signInAgain())) throw thrown
    return call()
  }
}

const closeButtonProps = { 'aria-label': 'Close the message' }

/** A sentence in the corner, for five seconds. */
export function tell(message: string): void {
  notifications.show({ message, color: 'teal', autoClose: 5_000, closeButtonProps })
}

/** A refusal in the corner, until it is closed. */
export function tellProblem(problem: Problem): void {
  notifications.show({
    title: problem.title,
    message: problem.detail,
    color: 'red',
    autoClose: false,
    closeButtonProps,
    role: 'alert',
  })
}

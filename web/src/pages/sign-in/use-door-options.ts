// Whether strangers may open an organization here, and where it may live.
import { useQuery } from '@tanstack/react-query'
import { ask } from '../../hub/client.ts'
import { type Problem, problemOf } from '../../hub/problem.ts'

export interface DoorOptions {
  readonly signUp: 'open' | 'invitation' | 'closed'
  readonly regions: readonly string[]
}

/** Undefined until it is known, and where it cannot be asked: then `problem` says why. */
export function useDoorOptions(): {
  readonly options: DoorOptions | undefined
  readonly problem: Problem | null
} {
  const { data, error } = useQuery({
    queryKey: ['door-options'],
    queryFn: () => ask<DoorOptions>('GET', '/sign-in/options'),
  })
  return { options: data, problem: error ? problemOf(error) : null }
}

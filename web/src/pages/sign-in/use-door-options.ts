// Whether strangers may open an organization here, and where it may live.
import { useQuery } from '@tanstack/react-query'
import { ask } from '../../hub/client.ts'

export interface DoorOptions {
  readonly signUp: 'open' | 'invitation' | 'closed'
  readonly regions: readonly string[]
}

/** Undefined until it is known, and where it cannot be asked. */
export function useDoorOptions(): DoorOptions | undefined {
  const { data } = useQuery({
    queryKey: ['door-options'],
    queryFn: () => ask<DoorOptions>('GET', '/sign-in/options'),
  })
  return data
}

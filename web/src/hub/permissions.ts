// What the signed-in person may do, so that nothing is shown that the hub would refuse. The hub decides; this only hides.
import { useQuery } from '@tanstack/react-query'
import { type Me, meQuery } from './queries.ts'

/** Whether the scopes hold a permission; `actions:write` covers every connector's writes. */
export function holds(scopes: readonly string[], permission: string): boolean {
  if (scopes.includes(permission)) return true
  const general = /^actions:[^:]+:(read|write)$/.exec(permission)
  return general !== null && scopes.includes(`actions:${general[1]}`)
}

/** The signed-in member. Only inside the shell, where somebody is. */
export function useMe(): Me {
  const { data } = useQuery(meQuery)
  if (!data) throw new Error('nobody is signed in')
  return data
}

/** `const may = useMay(); may('policies:write')` */
export function useMay(): (permission: string) => boolean {
  const { scopes } = useMe()
  return (permission) => holds(scopes, permission)
}

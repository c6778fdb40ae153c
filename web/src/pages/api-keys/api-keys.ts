// What the page of keys asks the hub for, and how it says a key's reach and end.
import type { operations } from '@causeway/sdk'
import { queryOptions } from '@tanstack/react-query'
import { hub, told } from '../../hub/client.ts'

export type ApiKey = operations['getApiKey']['responses'][200]['content']['application/json']

/** Every permission there is; it changes with a deploy only. */
export const permissionsQuery = queryOptions({
  queryKey: ['permissions'],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async () => (await told(hub.GET('/v1/permissions'))).data,
})

/** “Everything”, “events:write”, “events:write and 3 more”. */
export function scopesWords(scopes: readonly string[]): string {
  if (scopes.includes('*')) return 'Everything for programs'
  const [first = 'Nothing', ...rest] = scopes
  return rest.length === 0 ? first : `${first} and ${rest.length} more`
}

const dayMs = 86_400_000
const soonDays = 14

/** Whether a key has ended, ends soon, or lives on. */
export function lifeOf({ expiresAt }: Pick<ApiKey, 'expiresAt'>): 'active' | 'soon' | 'expired' {
  if (expiresAt === null) return 'active'
  const leftMs = Date.parse(expiresAt) - Date.now()
  if (leftMs <= 0) return 'expired'
  return leftMs < soonDays * dayMs ? 'soon' : 'active'
}

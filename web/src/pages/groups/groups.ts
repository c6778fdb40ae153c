// What the pages of groups ask the hub for, and what a group is used for: connections that only it may use, and rules about it.
import { queryOptions, useQuery } from '@tanstack/react-query'
import { ask } from '../../hub/client.ts'
import { type Group, type PageOf, pathOf } from '../../hub/people.ts'
import { useMay } from '../../hub/permissions.ts'

export const groupQuery = (groupId: string) =>
  queryOptions({
    queryKey: ['groups', groupId],
    queryFn: () => ask<Group>('GET', pathOf(['groups', groupId])),
  })

interface ConnectionOf {
  readonly id: string
  readonly name: string
  readonly audience?: { readonly groupIds: readonly string[] } | null
}

interface PolicyOf {
  readonly id: string
  readonly description: string | null
  readonly decision?: string
  readonly match: { readonly groupIds?: readonly string[] | undefined }
}

export interface Uses {
  readonly connections: readonly ConnectionOf[]
  readonly rules: readonly PolicyOf[]
}

const newest = (noun: string) => pathOf([noun], { limit: 100 })

/** By group, among the newest hundred connections and rules that the reader may see; undefined until they are known. */
export function useUses(): ((groupId: string) => Uses) | undefined {
  const may = useMay()
  const connections = useQuery({
    queryKey: ['connections', 'audiences'],
    queryFn: async () => (await ask<PageOf<ConnectionOf>>('GET', newest('connections'))).data,
    enabled: may('connections:read'),
  })
  const rules = useQuery({
    queryKey: ['policies', 'newest'],
    queryFn: async () => (await ask<PageOf<PolicyOf>>('GET', newest('policies'))).data,
    enabled: may('policies:read'),
  })
  if (connections.isLoading || rules.isLoading) return undefined
  return (groupId) => ({
    connections:
      connections.data?.filter((each) => each.audience?.groupIds.includes(groupId)) ?? [],
    rules: rules.data?.filter(({ match }) => match.groupIds?.includes(groupId)) ?? [],
  })
}

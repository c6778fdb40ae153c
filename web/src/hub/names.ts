// Ids as people know them: members, keys, connections, connectors and their actions by name. What may not be read, or is not among
// the newest hundred, keeps its id.
import type { components } from '@causeway/sdk'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { hub, told } from './client.ts'
import { useMay } from './permissions.ts'
import { connectionsQuery, connectorsQuery, membersQuery } from './queries.ts'

const minuteMs = 60_000

/** The newest hundred keys: for names and choices. */
export const apiKeysQuery = queryOptions({
  queryKey: ['api-keys', 'newest'],
  staleTime: minuteMs,
  queryFn: async () =>
    (await told(hub.GET('/v1/api-keys', { params: { query: { limit: 100 } } }))).data,
})

export type Connector = Awaited<ReturnType<NonNullable<typeof connectorsQuery.queryFn>>>[number]
export type ActorReference = components['schemas']['AuditEvent']['actor']

export interface Names {
  member(id: string): string
  apiKey(id: string): string
  connection(id: string): string
  /** The product: “Jira”. */
  connector(id: string): string
  /** “Create an issue”, or the action's own name. */
  action(connector: string, action: string): string
}

/** Names by id; they come a moment after the page, and ids stand there until then. */
export function useNames(): Names {
  const may = useMay()
  const members = useQuery({ ...membersQuery, enabled: may('members:read') }).data
  const keys = useQuery({ ...apiKeysQuery, enabled: may('api-keys:read') }).data
  const connections = useQuery({ ...connectionsQuery, enabled: may('connections:read') }).data
  const connectors = useQuery({ ...connectorsQuery, enabled: may('connectors:read') }).data
  const nameOf = (list: readonly { id: string; name: string }[] | undefined) => (id: string) =>
    list?.find((each) => each.id === id)?.name ?? id
  return {
    member: nameOf(members),
    apiKey: nameOf(keys),
    connection: nameOf(connections),
    connector: nameOf(connectors),
    action: (connector, action) =>
      connectors?.find(({ id }) => id === connector)?.actions.find(({ name }) => name === action)
        ?.title ?? action,
  }
}

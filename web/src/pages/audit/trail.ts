// What the audit page asks the hub for: events by filters that stand in the URL, one event with its proof, checkpoints.
import type { components } from '@causeway/sdk'
import { queryOptions } from '@tanstack/react-query'
import { hub, told } from '../../hub/client.ts'
import type { Problem } from '../../hub/problem.ts'

export type AuditEvent = components['schemas']['AuditEvent']
export type EventProof = components['schemas']['AuditEventProof']
type ActorType = AuditEvent['actor']['type']

export const actorTypes = [
  'member',
  'api_key',
  'chat_user',
  'app',
  'service_account',
  'scim_directory',
  'portal_link',
  'operator',
  'connector',
  'system',
] as const satisfies readonly ActorType[]

/** Names of the filters in the URL; days are of the reader's zone. */
export const filterNames = ['action', 'actorType', 'actorId', 'targetId', 'from', 'to'] as const
export type Filters = { readonly [Name in (typeof filterNames)[number]]: string | undefined }

/** The filters as the API takes them. A last day is whole: it ends with its midnight. */
export function filterQuery(filters: Filters) {
  const { action, actorType, actorId, targetId, from, to } = filters
  const type = actorTypes.find((each) => each === actorType)
  const since = from === undefined ? null : momentOf(`${from}T00:00:00`)
  const until = to === undefined ? null : momentOf(`${to}T23:59:59.999`)
  return {
    ...(action ? { action } : {}),
    ...(type ? { actorType: type } : {}),
    ...(actorId ? { actorId } : {}),
    ...(targetId ? { targetId } : {}),
    ...(since ? { since } : {}),
    ...(until ? { until } : {}),
  }
}

/** Null for a text that is no day. */
function momentOf(local: string): string | null {
  const date = new Date(local)
  return Number.isNaN(date.getTime()) ? null : date.toISOString()
}

/** Where the export of what is filtered lies; the browser downloads it. */
export function exportPath(filters: Filters, format: 'ndjson' | 'csv'): string {
  return `/v1/audit-events/export?${new URLSearchParams({ ...filterQuery(filters), format })}`
}

export const proofQuery = (eventId: string) =>
  queryOptions<EventProof, Problem>({
    queryKey: ['audit-proof', eventId],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => {
      const proof = await told(hub.GET('/v1/audit/proof', { params: { query: { eventId } } }))
      if (!('event' in proof)) throw new Error('the hub proved something else')
      return proof
    },
  })

export const checkpointsQuery = queryOptions({
  queryKey: ['audit-checkpoints'],
  queryFn: () => told(hub.GET('/v1/audit/checkpoints', { params: { query: { limit: 5 } } })),
})

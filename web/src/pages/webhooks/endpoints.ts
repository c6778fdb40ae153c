// What the webhook pages ask the hub for, and how they call an endpoint and its state.
import type { operations } from '@causeway/sdk'
import { queryOptions } from '@tanstack/react-query'
import { hub, told } from '../../hub/client.ts'

export type Endpoint =
  operations['getWebhookEndpoint']['responses'][200]['content']['application/json']
export type Delivery = operations['getDelivery']['responses'][200]['content']['application/json']
export type Attempt =
  operations['listAttempts']['responses'][200]['content']['application/json']['data'][number]

export const deliveryStatuses = [
  'pending',
  'delivered',
  'retrying',
  'failed',
  'skipped',
  'blocked',
  'cancelled',
] as const satisfies readonly Delivery['status'][]

/** A page that waits for a delivery looks again this often. */
export const lookEveryMs = 5_000

export const endpointQuery = (endpointId: string) =>
  queryOptions({
    queryKey: ['webhook-endpoints', endpointId],
    queryFn: () =>
      told(hub.GET('/v1/webhook-endpoints/{endpointId}', { params: { path: { endpointId } } })),
  })

/** The newest deliveries of an endpoint, newest first: its health. */
export const recentDeliveriesQuery = (endpointId: string, limit: number) =>
  queryOptions({
    queryKey: ['deliveries', endpointId, 'recent', limit],
    queryFn: async () =>
      (
        await told(
          hub.GET('/v1/webhook-endpoints/{endpointId}/deliveries', {
            params: { path: { endpointId }, query: { limit } },
          }),
        )
      ).data,
  })

export const eventTypesQuery = queryOptions({
  queryKey: ['event-types'],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async () => (await told(hub.GET('/v1/event-types'))).data,
})

/** What people call it: its description, else where it goes. */
export function endpointName({ description, url }: Pick<Endpoint, 'description' | 'url'>): string {
  if (description) return description
  if (!URL.canParse(url)) return url
  const { host, pathname } = new URL(url)
  return pathname === '/' ? host : host + pathname
}

const reasons: Readonly<Record<string, string>> = {
  disabled: 'Paused by hand',
  gone: 'It answered 410: it wants no more',
  exhausted: 'The last try failed too',
  too_large: 'It answered 413: the message is too large',
  endpoint_disabled: 'The endpoint was paused',
  endpoint_deleted: 'The endpoint was deleted',
  blocked: 'The address is not a public one: nothing was sent',
  blocked_address: 'The address is not a public one: nothing was sent',
  dns: 'Its name was not found',
  connect: 'No connection',
  timeout: 'No answer in time',
  broken: 'The connection broke',
  redirect: 'It answered with a redirect, which is not followed',
  internal: 'It failed on our side, before anything was sent',
}

/** A reason of the API in words: “It answered 500”. */
export function reasonWords(reason: string): string {
  const status = /^http_(\d{3})$/.exec(reason)
  return status ? `It answered ${status[1]}` : (reasons[reason] ?? reason.replaceAll('_', ' '))
}

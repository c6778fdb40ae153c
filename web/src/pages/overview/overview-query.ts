// `GET /v1/overview`, asked again while it is looked at. Parts that the asking person may not read are null.
import type { operations } from '@causeway/sdk'
import { queryOptions } from '@tanstack/react-query'
import { hub, told } from '../../hub/client.ts'

export type Overview = operations['getOverview']['responses'][200]['content']['application/json']
export type Day = NonNullable<Overview['activity']>[number]
export type AttentionItem = NonNullable<Overview['attention']>[number]

const freshEveryMs = 30_000

export const overviewQuery = queryOptions({
  queryKey: ['overview'],
  refetchInterval: freshEveryMs,
  queryFn: () => told(hub.GET('/v1/overview')),
})

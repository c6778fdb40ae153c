// A connection as the API shows it, and the queries about one.
import type { operations } from '@causeway/sdk'
import { queryOptions } from '@tanstack/react-query'
import { hub, told } from '../../hub/client.ts'

export type Connection =
  operations['getConnection']['responses'][200]['content']['application/json']

export const connectionQuery = (connectionId: string) =>
  queryOptions({
    queryKey: ['connections', connectionId],
    queryFn: () =>
      told(hub.GET('/v1/connections/{connectionId}', { params: { path: { connectionId } } })),
  })

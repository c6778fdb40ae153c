// A connection as it may be shown: never its credentials.
import { z } from 'zod'
import { isoTime } from '../contract/paging.ts'
import { connectionStatuses } from '../db/schema/index.ts'
import type { ConnectionRow } from './vendor-session.ts'

export const presentedConnection = z.object({
  id: z.string(),
  connector: z.string(),
  name: z.string(),
  status: z.enum(connectionStatuses),
  statusReason: z.string().nullable(),
  memberId: z.string().nullable(),
  account: z.object({ id: z.string(), name: z.string(), url: z.string().nullable() }),
  config: z.record(z.string(), z.unknown()),
  /** The groups whose members may use it; null: every member. */
  audience: z.object({ groupIds: z.array(z.string()) }).nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
})

export type PresentedConnection = z.output<typeof presentedConnection>

export function presentConnection(row: ConnectionRow): PresentedConnection {
  const { id, connector, name, status, statusReason, memberId, config, audience } = row
  return {
    id,
    connector,
    name,
    status,
    statusReason,
    memberId,
    account: { id: row.accountId, name: row.accountName, url: row.accountUrl },
    config,
    audience: audience && { groupIds: [...audience.groupIds] },
    createdAt: isoTime(row.createdAt),
    updatedAt: isoTime(row.updatedAt),
  }
}

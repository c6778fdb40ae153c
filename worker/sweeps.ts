// What a shard's Dispatcher does when it wakes, by name. Each finds a bounded part of its due work and is safe to repeat.

import { sweepApprovals, sweepRuns } from '../core/actions/index.ts'
import { wakeGrownAuditLogs } from '../core/audit/index.ts'
import { forgetConnectSessions } from '../core/connections/index.ts'
import { settleClaims } from '../core/db/claims.ts'
import { forgetIdempotency } from '../core/db/idempotency.ts'
import { sweepNotices } from '../core/notices/index.ts'
import { handOverDue } from '../core/webhooks/index.ts'
import type { Sweep } from '../durable-objects/dispatcher.ts'
import { makeSlackWay } from './bots/slack/notices.ts'

/** Claims settled, and old rows dropped, by one sweep. */
const claimsMax = 50
const forgottenMax = 500

/** Collects what a sweep leaves running, so that it has ended before the object may sleep. */
function collector() {
  const works: Promise<unknown>[] = []
  return {
    waitUntil: (_name: string, work: Promise<unknown>) => {
      works.push(work)
    },
    ended: () => Promise.allSettled(works),
  }
}

export const sweeps: readonly Sweep[] = [
  { name: 'hand over deliveries', run: (hub, shard, options) => handOverDue(hub, shard, options) },
  { name: 'settle claims', run: (hub, shard) => settleClaims(hub, shard, claimsMax) },
  {
    name: 'expire approvals',
    async run(hub, shard) {
      const left = collector()
      const due = await sweepApprovals(hub, shard, left.waitUntil)
      await left.ended()
      return due
    },
  },
  {
    name: 'settle lapsed runs',
    async run(hub, shard) {
      const left = collector()
      const due = await sweepRuns(hub, shard, left.waitUntil)
      await left.ended()
      return due
    },
  },
  {
    name: 'send notices',
    async run(hub, shard) {
      const left = collector()
      const due = await sweepNotices(hub, shard, makeSlackWay(hub), left.waitUntil)
      await left.ended()
      return due
    },
  },
  {
    name: 'forget idempotency keys',
    run: (hub, shard) =>
      forgetIdempotency({ db: hub.shard(shard), clock: hub.clock }, forgottenMax),
  },
  {
    name: 'forget connect sessions',
    run: (hub, shard) => forgetConnectSessions(hub, shard, claimsMax),
  },
  {
    name: 'wake audit logs',
    run: (hub, shard, options) => wakeGrownAuditLogs(hub, shard, options),
  },
]

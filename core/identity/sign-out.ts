// A browser signs out, or signs in anew: the session it came with ends. Whatever the cookie holds, nothing else does.
// Not authorized here: the session's secret is the right to end it.

import type { Ctx, Hub } from '../context.ts'
import { noGrants } from '../contract/permissions.ts'
import { writeChange } from '../db/write.ts'
import { sha256Hex } from '../lib/sha256.ts'
import { placeOfSecret } from './place-of-secret.ts'

/** Safe to repeat; does nothing for garbage and for what has ended already. */
export async function signOut(
  hub: Hub,
  cookie: string,
  request: { readonly requestId: string; readonly waitUntil: Ctx['waitUntil'] },
): Promise<void> {
  const place = await placeOfSecret(hub, 'cws_', cookie)
  if (!place) return
  const { organizationId, shard } = place
  const ended = await hub.sessions(organizationId, shard).end(await sha256Hex(cookie))
  if (!ended) return
  const { requestId, waitUntil } = request
  const actor = { type: 'member' as const, id: ended.memberId, onBehalfOf: null }
  const ctx = hub.open({ organizationId, shard, actor, grants: noGrants, requestId, waitUntil })
  await writeChange(ctx, {
    statements: [],
    audit: {
      action: 'session.end',
      target: { type: 'member', id: ended.memberId },
      values: { sessionId: ended.sessionId },
    },
    answer: null,
  })
}

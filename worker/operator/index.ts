// The operator's door: opens organizations, lets their first people in, and wakes the clockwork. Its bearer is a deploy
// secret; it sees no organization's content.
import { Hono } from 'hono'
import { z } from 'zod'
import type { Ctx, Hub } from '../../core/context.ts'
import { AppError, notFound } from '../../core/contract/errors.ts'
import { noGrants } from '../../core/contract/permissions.ts'
import { createSignInLink } from '../../core/identity/index.ts'
import { constantTimeEqual } from '../../core/lib/hmac.ts'
import {
  createOrganization,
  newOrganization,
  placeOfOrganization,
  rewrapDataKeys,
} from '../../core/organizations/index.ts'
import { addMember, newMember } from '../../core/people/index.ts'
import type { HubContext, HubVariables } from '../http-context.ts'
import { readJsonBody } from '../middleware/body.ts'
import { parseInput } from '../operation.ts'

/** Data keys of one shard in one request: each is two queries. */
const rewrapMax = 200
const bodyBounds = { bytesMax: 16 * 1024, optional: false }

export function operatorDoor(hub: Hub) {
  const door = new Hono<{ Variables: HubVariables }>()

  door.use(async (c, next) => {
    const secret = /^Bearer (.+)$/i.exec(c.req.header('authorization') ?? '')?.[1] ?? ''
    const bytes = (text: string) => new TextEncoder().encode(text)
    if (!constantTimeEqual(bytes(secret), bytes(hub.settings.operatorSecret))) {
      throw new AppError('unauthenticated', 'This door needs the operator secret.')
    }
    await next()
  })

  door.post('/organizations', async (c) => {
    const input = parseInput(newOrganization, await readJsonBody(c, bodyBounds), '')
    const created = await createOrganization(hub, input, {
      creationKey: c.req.header('idempotency-key') ?? null,
      ...requestOf(c),
    })
    return c.json(created, 201)
  })

  door.post('/members', async (c) => {
    const body = newMember.extend({ organizationId: z.string() })
    const { organizationId, ...input } = parseInput(body, await readJsonBody(c, bodyBounds), '')
    return c.json(await addMember(await operatorCtx(hub, c, organizationId), input), 201)
  })

  door.post('/sign-in-links', async (c) => {
    const body = z.strictObject({ organizationId: z.string(), email: z.email() })
    const input = parseInput(body, await readJsonBody(c, bodyBounds), '')
    const ctx = await operatorCtx(hub, c, input.organizationId)
    return c.json(await createSignInLink(ctx, input), 201)
  })

  // `restarted`: the caller knows that no other process is running, so that nothing is in flight.
  door.post('/wake', async (c) => {
    const body = z.strictObject({ restarted: z.boolean().default(false) })
    const input = parseInput(body, await readJsonBody(c, { ...bodyBounds, optional: true }), '')
    if (input.restarted && !hub.settings.local) {
      throw new AppError(
        'forbidden',
        'On a deployed hub other processes run: nothing is known to be over.',
      )
    }
    await Promise.all(hub.shards.map((shard) => hub.dispatcher(shard).wake(input)))
    return c.json({ shards: hub.shards })
  })

  // After a new key was put first in VAULT_KEYS: repeat until it answers 0, then take the old key out.
  door.post('/vault/rewrap', async (c) => {
    let rewrapped = 0
    for (const shard of hub.shards) rewrapped += await rewrapDataKeys(hub, shard, rewrapMax)
    return c.json({ rewrapped })
  })

  for (const path of ['/organizations', '/members', '/sign-in-links', '/wake']) {
    door.all(path, () => {
      throw new AppError('method_not_allowed', 'This path allows POST.', {
        extensions: { allow: 'POST' },
      })
    })
  }
  door.all('*', () => {
    throw new AppError('not_found', 'There is no such path.')
  })
  return door
}

function requestOf(c: HubContext) {
  return {
    requestId: c.get('requestId'),
    waitUntil: (_name: string, work: Promise<unknown>) => c.executionCtx.waitUntil(work),
  }
}

async function operatorCtx(hub: Hub, c: HubContext, organizationId: string): Promise<Ctx> {
  const place = await placeOfOrganization(hub, organizationId)
  if (!place) throw notFound('organization')
  return hub.open({
    ...place,
    actor: { type: 'operator', id: 'operator', onBehalfOf: null },
    grants: noGrants,
    ...requestOf(c),
  })
}

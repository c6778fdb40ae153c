// Gives a webhook endpoint a new signing secret, told once. The old one signs beside it for a day, so that nothing a receiver
// gets in between fails to verify.
import type { z } from 'zod'
import type { Ctx } from '../context.ts'
import { authorize } from '../contract/permissions.ts'
import { updateEndpoint } from '../db/queries/webhook-endpoints.ts'
import { writeChange } from '../db/write.ts'
import { presentWebhookEndpoint, type webhookEndpointWithSecret } from './endpoint.ts'
import { readEndpoint } from './get-endpoint.ts'
import { sealRotatedSecret } from './secrets.ts'
import { newWebhookSecret } from './sign.ts'

/** @throws AppError not_found; conflict when it changed since it was read here. */
export async function rotateWebhookSecret(
  ctx: Ctx,
  input: { endpointId: string },
): Promise<z.output<typeof webhookEndpointWithSecret>> {
  authorize(ctx, 'webhook-endpoints:write')
  const read = await readEndpoint(ctx, input.endpointId)
  const nowMs = ctx.clock.now()
  const secret = newWebhookSecret(ctx.ids)
  const row = {
    ...read,
    secret: await sealRotatedSecret(ctx, read.id, read.secret, { secret, nowMs }),
    updatedAt: Math.max(nowMs, read.updatedAt + 1),
  }
  const { answer } = await writeChange(ctx, {
    statements: [{ statement: updateEndpoint(ctx.db, read, row), orElse: 'conflict' }],
    audit: {
      action: 'webhook_endpoint.rotate_secret',
      target: { type: 'webhook_endpoint', id: read.id },
    },
    answer: { ...(await presentWebhookEndpoint(ctx, row)), secret },
    answerIsSecret: true,
  })
  return answer
}

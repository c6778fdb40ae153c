// Signatures of Standard Webhooks 1.0.0 (github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md), scheme v1.
//
//   secret     `whsec_` and base64 of 24 to 64 random bytes (ours have 32)
//   signed     `<webhook-id>.<webhook-timestamp>.<body>`, the timestamp in whole seconds, the body's very bytes
//   header     `v1,<base64 of HMAC-SHA-256>`, one for each live secret, separated by blanks
import { decodeBase64, encodeBase64 } from '@oslojs/encoding'
import { assert } from '../contract/errors.ts'
import type { Ids } from '../contract/ids.ts'
import { hmacSha256 } from '../lib/hmac.ts'

const secretPrefix = 'whsec_'
const secretBytes = 32

/** A new signing secret. */
export function newWebhookSecret(ids: Pick<Ids, 'randomBytes'>): string {
  return secretPrefix + encodeBase64(ids.randomBytes(secretBytes))
}

/**
 * The `webhook-signature` header of one message: a receiver accepts it when any item verifies.
 *
 * @param secrets at least one, newest first
 * @throws a defect when a secret is not one, or the id holds a dot
 */
export async function signWebhook(
  secrets: readonly string[],
  message: { id: string; timestampSeconds: number; body: string },
): Promise<string> {
  assert(secrets.length > 0, 'a webhook is signed with no secret')
  assert(!message.id.includes('.'), 'a webhook id holds a dot')
  const signed = `${message.id}.${message.timestampSeconds}.${message.body}`
  const items = await Promise.all(
    secrets.map(async (secret) => `v1,${encodeBase64(await hmacSha256(keyOf(secret), signed))}`),
  )
  return items.join(' ')
}

function keyOf(secret: string): Uint8Array {
  assert(secret.startsWith(secretPrefix), 'a webhook secret has another form')
  return decodeBase64(secret.slice(secretPrefix.length))
}

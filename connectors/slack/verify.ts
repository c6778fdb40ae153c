// Slack's request signature: `v0=` and the hexadecimal HMAC-SHA-256 of `v0:{timestamp}:{raw body}` under the signing
// secret (docs.slack.dev/authentication/verifying-requests-from-slack). Fails closed, in constant time.
//
// The timestamp bounds replays in both directions: Slack asks to refuse what is older than five minutes; what is
// dated ahead would stay valid for as long as it was dated ahead, so only a minute of clock skew passes.
import type { InboundRequest, InboundVerdict } from '../../core/contract/connector.ts'
import { bytesOfHex, hexSignature, isSignedByAny, joinBytes } from '../kit/signature.ts'

const ageSecondsMax = 300
const skewSecondsMax = 60

/** Whether a request is Slack's, under any of the secrets that are valid now. */
export async function verifySlackRequest(
  request: InboundRequest,
  secrets: readonly string[],
  nowMs: number,
): Promise<InboundVerdict> {
  const timestamp = request.headers['x-slack-request-timestamp']
  const signature = request.headers['x-slack-signature']
  if (!timestamp || !signature) return { ok: false, reason: 'missing' }
  const code = /^v0=[0-9a-f]{64}$/.test(signature) ? bytesOfHex(signature.slice(3)) : null
  if (code === null || !/^\d{1,12}$/.test(timestamp)) return { ok: false, reason: 'malformed' }
  const ageSeconds = nowMs / 1000 - Number(timestamp)
  if (ageSeconds > ageSecondsMax) return { ok: false, reason: 'stale' }
  if (ageSeconds < -skewSecondsMax) return { ok: false, reason: 'future' }
  const message = signedMessage(timestamp, request.body)
  return (await isSignedByAny(secrets, message, code))
    ? { ok: true }
    : { ok: false, reason: 'forged' }
}

/** The value of `x-slack-signature` for a body, as Slack makes it. */
export async function signSlackRequest(
  secret: string,
  timestamp: string,
  body: Uint8Array,
): Promise<string> {
  return `v0=${await hexSignature(secret, signedMessage(timestamp, body))}`
}

function signedMessage(timestamp: string, body: Uint8Array): Uint8Array {
  return joinBytes(new TextEncoder().encode(`v0:${timestamp}:`), body)
}

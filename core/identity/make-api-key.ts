// A new key's secret and the part of its row that follows from it. The secret is told once; its SHA-256 is kept.
import { formatSecret, type SecretPrefix } from '../contract/api-key.ts'
import type { Ids } from '../contract/ids.ts'
import { sha256Hex } from '../lib/sha256.ts'

/** Prefix, place and four of the twenty random characters: enough to tell keys apart. */
const shownCharacters = 23

export async function makeApiKey(
  ctx: {
    readonly shard: string
    readonly ids: Ids
    readonly settings: { readonly keyPrefix: SecretPrefix }
  },
  locator: string,
): Promise<{ secret: string; row: { id: string; hash: string; start: string } }> {
  const secret = formatSecret(
    ctx.settings.keyPrefix,
    { shard: ctx.shard, locator },
    ctx.ids.randomBytes(20),
  )
  return {
    secret,
    row: {
      id: ctx.ids.next('apiKey'),
      hash: await sha256Hex(secret),
      start: secret.slice(0, shownCharacters),
    },
  }
}

// An endpoint's signing secrets as they are kept: sealed, the newest first, with those that still sign for a while after a rotation.
//
//   webhook_endpoints.secret   sealed JSON `[{ "secret": "whsec_…", "until": null }, { "secret": "whsec_…", "until": <ms> }]`
//
// The seal is bound to the endpoint's id, so that one endpoint's secret cannot be put into another's row.
import { z } from 'zod'
import { assert } from '../contract/errors.ts'
import type { SealContext, Vault } from '../vault/vault.ts'

/** An old secret signs beside the new one this long, so that receivers can change over. */
export const overlapHours = 24
/** More rotations within the overlap end the oldest early: a receiver tries each signature. */
const secretsMax = 10

const keptSecrets = z
  .array(z.strictObject({ secret: z.string(), until: z.number().nullable() }))
  .min(1)

interface SecretContext extends SealContext {
  readonly vault: Vault
}

export function sealFirstSecret(
  ctx: SecretContext,
  endpointId: string,
  secret: string,
): Promise<string> {
  return seal(ctx, endpointId, [{ secret, until: null }])
}

/** Puts a new secret first; the old ones sign until their time is over. */
export async function sealRotatedSecret(
  ctx: SecretContext,
  endpointId: string,
  sealed: string,
  rotation: { secret: string; nowMs: number },
): Promise<string> {
  const until = rotation.nowMs + overlapHours * 3_600_000
  const old = (await open(ctx, endpointId, sealed))
    .map((kept) => ({ secret: kept.secret, until: kept.until ?? until }))
    .filter((kept) => kept.until > rotation.nowMs)
  const kept = [{ secret: rotation.secret, until: null }, ...old].slice(0, secretsMax)
  return seal(ctx, endpointId, kept)
}

/** The secrets that sign now, newest first. */
export async function liveSecrets(
  ctx: SecretContext,
  endpointId: string,
  sealed: string,
  nowMs: number,
): Promise<readonly string[]> {
  const live = (await open(ctx, endpointId, sealed)).filter(
    (kept) => kept.until === null || kept.until > nowMs,
  )
  assert(live.length > 0, 'an endpoint has no live secret')
  return live.map((kept) => kept.secret)
}

/** Custom headers: sealed too, since customers put tokens there. */
export async function sealHeaders(
  ctx: SecretContext,
  endpointId: string,
  headers: Readonly<Record<string, string>>,
): Promise<string | null> {
  if (Object.keys(headers).length === 0) return null
  return ctx.vault.seal(ctx, { subject: endpointId, field: 'headers' }, JSON.stringify(headers))
}

export async function openHeaders(
  ctx: SecretContext,
  endpointId: string,
  sealed: string | null,
): Promise<Record<string, string>> {
  if (sealed === null) return {}
  const text = await ctx.vault.open(ctx, { subject: endpointId, field: 'headers' }, sealed)
  return z.record(z.string(), z.string()).parse(JSON.parse(text))
}

function seal(
  ctx: SecretContext,
  endpointId: string,
  secrets: z.output<typeof keptSecrets>,
): Promise<string> {
  const subject = { subject: endpointId, field: 'secret' }
  return ctx.vault.seal(ctx, subject, JSON.stringify(secrets))
}

async function open(
  ctx: SecretContext,
  endpointId: string,
  sealed: string,
): Promise<z.output<typeof keptSecrets>> {
  const text = await ctx.vault.open(ctx, { subject: endpointId, field: 'secret' }, sealed)
  return keptSecrets.parse(JSON.parse(text))
}

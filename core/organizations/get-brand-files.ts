// What anyone may load of an organization: its logo and its colours, for letters and hosted pages.
import { decodeBase64 } from '@oslojs/encoding'
import type { Hub } from '../context.ts'
import { organizations } from '../db/schema/index.ts'
import { eq } from '../db/sql.ts'
import { inkOn } from '../lib/contrast.ts'
import { placeOfOrganization } from './find-organization.ts'

/** Null when there is no such organization, or it has no logo. `hash` names the bytes. */
export async function logoOf(
  hub: Hub,
  organizationId: string,
): Promise<{ mediaType: string; bytes: Uint8Array; hash: string } | null> {
  const row = await readRow(hub, organizationId)
  const [, mediaType, base64] = /^data:([a-z/]+);base64,(.*)$/.exec(row?.logo ?? '') ?? []
  if (!row || !mediaType || !base64) return null
  return { mediaType, bytes: decodeBase64(base64), hash: row.branding?.logoHash ?? '' }
}

/**
 * A stylesheet that gives hosted pages the organization's accent; null when it has none. Text on the accent is black or white,
 * whichever stands out (at least 4.5:1, the same in the dark). What has the focus is outlined in the text's colour: an accent may be
 * as pale as the page.
 */
export async function colorsOf(hub: Hub, organizationId: string): Promise<string | null> {
  const row = await readRow(hub, organizationId)
  const accent = row?.branding?.accentColor
  if (!accent || !/^#[0-9a-f]{6}$/.test(accent)) return null
  return `:root{--accent:${accent};--on-accent:${inkOn(accent)}}
:is(a,button,input):focus-visible{outline-color:var(--ink)}
`
}

async function readRow(hub: Hub, organizationId: string) {
  const place = await placeOfOrganization(hub, organizationId)
  if (!place) return null
  const [row] = await hub
    .shard(place.shard)
    .select({ branding: organizations.branding, logo: organizations.logo })
    .from(organizations)
    .where(eq(organizations.id, organizationId))
    .limit(1)
  return row ?? null
}

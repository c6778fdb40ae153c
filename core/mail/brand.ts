// How an organization shows itself to people outside the dashboard: on letters, hosted pages and cards.
import type { Ctx, Settings } from '../context.ts'
import type { Brand } from '../contract/brand.ts'
import { type Branding, organizations } from '../db/schema/index.ts'
import { eq } from '../db/sql.ts'
import { plainLine } from '../lib/plain-text.ts'

export type { Brand } from '../contract/brand.ts'

const nameCharactersMax = 120

/** The organization's brand; null when there is no such organization. */
export async function brandOf(
  place: Pick<Ctx, 'db' | 'settings' | 'organizationId'>,
): Promise<Brand | null> {
  const [row] = await place.db
    .select({ id: organizations.id, name: organizations.name, branding: organizations.branding })
    .from(organizations)
    .where(eq(organizations.id, place.organizationId))
    .limit(1)
  return row ? brandOfRow(row, place.settings) : null
}

/** The brand in an organization's row. */
export function brandOfRow(
  row: { readonly id: string; readonly name: string; readonly branding: Branding | null },
  settings: Pick<Settings, 'publicOrigin'>,
): Brand {
  const { displayName = null, accentColor = null, logoHash = null } = row.branding ?? {}
  return {
    organizationId: row.id,
    displayName: plainLine(displayName ?? row.name, nameCharactersMax) || row.id,
    isOwn: displayName !== null || accentColor !== null || logoHash !== null,
    accentColor,
    logoUrl: logoHash ? `${settings.publicOrigin}/brand/${row.id}/logo?v=${logoHash}` : null,
  }
}

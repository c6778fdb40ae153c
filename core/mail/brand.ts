// How an organization shows itself to people outside the dashboard: on letters, hosted pages and cards.
import type { Ctx, Settings } from '../context.ts'
import { type Branding, organizations } from '../db/schema/index.ts'
import { eq } from '../db/sql.ts'
import { plainLine } from '../lib/plain-text.ts'

/** What letters, hosted pages and cards need of an organization. Its name is foreign text: escape it. */
export interface Brand {
  readonly organizationId: string
  /** Its chosen name for people, else its name. */
  readonly displayName: string
  /** Whether it chose a name, a colour or a logo. */
  readonly isOwn: boolean
  /** `#rrggbb`; null is Causeway's own. */
  readonly accentColor: string | null
  /** Absolute, on our own origin; null when it has none. */
  readonly logoUrl: string | null
}

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

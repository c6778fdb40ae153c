// How an organization shows itself to people outside the dashboard: on letters, hosted pages and cards.
import type { Ctx } from '../context.ts'
import { organizations } from '../db/schema/index.ts'
import { eq } from '../db/sql.ts'

/** What letters, hosted pages and cards need of an organization. All of it is foreign text: escape it. */
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

/**
 * The organization's brand; null when there is no such organization.
 * @public
 */
export async function brandOf(
  place: Pick<Ctx, 'db' | 'settings' | 'organizationId'>,
): Promise<Brand | null> {
  const [row] = await place.db
    .select({
      name: organizations.name,
      branding: organizations.branding,
      logo: organizations.logo,
    })
    .from(organizations)
    .where(eq(organizations.id, place.organizationId))
    .limit(1)
  if (!row) return null
  const { organizationId, settings } = place
  return {
    organizationId,
    displayName: row.branding?.displayName ?? row.name,
    isOwn: Boolean(row.branding?.displayName ?? row.branding?.accentColor ?? row.logo),
    accentColor: row.branding?.accentColor ?? null,
    logoUrl: row.logo === null ? null : `${settings.publicOrigin}/brand/${organizationId}/logo`,
  }
}

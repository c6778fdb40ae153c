// Where the organizations of workspaces live, kept for a moment in each isolate: the door must answer at once, and which
// organization a workspace belongs to hardly changes. The conversation reads it again.
import type { Hub } from '../../../core/context.ts'
import { placeOfOrganization, placeOfOutsideId } from '../../../core/organizations/index.ts'

const keptMs = 30_000
const keptMax = 10_000

type OrganizationPlace = NonNullable<Awaited<ReturnType<typeof placeOfOrganization>>>
/** An organization, and the connection that its workspace came by. */
export type TeamPlace = NonNullable<Awaited<ReturnType<typeof placeOfOutsideId>>>

export interface SlackPlaces {
  /** Null for a workspace that is not connected. */
  ofTeam(teamId: string | null): Promise<TeamPlace | null>
  /** Null for what is no organization. */
  ofOrganization(organizationId: string): Promise<OrganizationPlace | null>
  forget(teamId: string): void
}

/** The places of one isolate. */
export function slackPlaces(hub: Hub): SlackPlaces {
  const teams = new Map<string, { place: TeamPlace; until: number }>()
  const organizations = new Map<string, { place: OrganizationPlace; until: number }>()
  return {
    ofTeam: async (teamId) =>
      teamId === null
        ? null
        : keep(hub, teams, teamId, () => placeOfOutsideId(hub, 'account:slack', teamId)),
    ofOrganization: async (organizationId) =>
      /^org_[0-9a-z]{26,40}$/.test(organizationId)
        ? keep(hub, organizations, organizationId, () => placeOfOrganization(hub, organizationId))
        : null,
    forget: (teamId) => {
      teams.delete(teamId)
    },
  }
}

async function keep<Place>(
  hub: Hub,
  kept: Map<string, { place: Place; until: number }>,
  key: string,
  find: () => Promise<Place | null>,
): Promise<Place | null> {
  const nowMs = hub.clock.now()
  const known = kept.get(key)
  if (known && known.until > nowMs) return known.place
  const place = await find()
  if (kept.size > keptMax) kept.clear()
  if (place) kept.set(key, { place, until: nowMs + keptMs })
  return place
}

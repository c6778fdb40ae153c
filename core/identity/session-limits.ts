// How long a sign-in lasts. Every organization may choose within bounds; what it chooses bites at once, on sessions that were
// opened before too. Defaults: a day unused, a week at most, as for a tool that people open each working day (OWASP Session
// Management Cheat Sheet: both an idle and an absolute end).
import type { SessionLimits } from '../contract/sessions.ts'
import type { OrganizationSettings } from '../db/schema/organizations.ts'

export const sessionSettingsDefault: OrganizationSettings = {
  sessionIdleMinutes: 24 * 60,
  sessionHours: 7 * 24,
}

/** An organization's settings, as its Session object takes them. Null: the defaults. */
export function sessionLimitsOf(settings: OrganizationSettings | null): SessionLimits {
  const { sessionIdleMinutes, sessionHours } = settings ?? sessionSettingsDefault
  return { idleMs: sessionIdleMinutes * 60_000, absoluteMs: sessionHours * 3_600_000 }
}

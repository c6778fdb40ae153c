// The organization's settings, and how a change of them is sent.
import { queryOptions } from '@tanstack/react-query'
import { ask } from '../../hub/client.ts'
import { pathOf } from '../../hub/people.ts'
import { type Act, useAct } from '../../kit/act.ts'

export interface Organization {
  readonly id: string
  readonly name: string
  readonly region: string
  readonly plan?: string
  readonly createdAt: string
  /** Absent on a hub that cannot be branded. */
  readonly branding?: {
    readonly displayName: string | null
    readonly accentColor: string | null
    readonly logoUrl: string | null
  }
  readonly settings?: { readonly sessionIdleMinutes: number; readonly sessionHours: number }
}

export interface OrganizationChanges {
  readonly name?: string
  readonly branding?: {
    readonly displayName?: string | null
    readonly accentColor?: string | null
    readonly logo?: { readonly mediaType: string; readonly base64: string } | null
  }
  readonly settings?: { readonly sessionIdleMinutes?: number; readonly sessionHours?: number }
}

export const settingsQuery = queryOptions({
  queryKey: ['organization', 'settings'],
  queryFn: () => ask<Organization>('GET', pathOf(['organization'])),
})

/** Shows its refusals itself, in the form that it was sent from. */
export function useChange(says = 'Saved.'): Act<OrganizationChanges, Organization> {
  return useAct(
    (changes: OrganizationChanges) => ask<Organization>('PATCH', pathOf(['organization']), changes),
    { isQuiet: true, renews: [['organization'], ['me']], says },
  )
}

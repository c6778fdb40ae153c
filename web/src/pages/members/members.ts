// What the pages of members ask the hub for.
import type { components } from '@causeway/sdk'
import { queryOptions } from '@tanstack/react-query'
import { ask } from '../../hub/client.ts'
import { type Member, type PageOf, pathOf, type Session } from '../../hub/people.ts'

export interface Invitation {
  readonly id: string
  readonly email: string
  readonly name: string | null
  readonly role: string
  readonly roleName?: string
  readonly groupIds: readonly string[]
  readonly status: 'pending' | 'accepted' | 'revoked' | 'expired'
  readonly invitedBy: components['schemas']['AuditEvent']['actor']
  readonly createdAt: string
  readonly expiresAt: string
}

export const memberQuery = (memberId: string) =>
  queryOptions({
    queryKey: ['members', memberId],
    queryFn: () => ask<Member>('GET', pathOf(['members', memberId])),
  })

/** A hundred are more than anyone has. */
export const memberSessionsQuery = (memberId: string) =>
  queryOptions({
    queryKey: ['members', memberId, 'sessions'],
    queryFn: async () =>
      (await ask<PageOf<Session>>('GET', pathOf(['members', memberId, 'sessions'], { limit: 100 })))
        .data,
  })

/** Those that somebody may still take, and those that ran out: both can be sent again. */
export const openInvitationsQuery = queryOptions({
  queryKey: ['invitations', 'open'],
  queryFn: async () => {
    const [pending, expired] = await Promise.all(
      (['pending', 'expired'] as const).map((status) =>
        ask<PageOf<Invitation>>('GET', pathOf(['invitations'], { status, limit: 100 })),
      ),
    )
    return [...(pending?.data ?? []), ...(expired?.data ?? [])]
  },
})

// What people are told of besides webhooks, by kind, and the ways that bring it. An event of one of these types becomes a job in
// the batch that writes it (core/db/write.ts); core/notices says who is told and in which words.
import { z } from 'zod'
import type { BuiltInEventType } from './events.ts'

export const noticeKinds = [
  'connection_needs_reconnect',
  'approval_waiting',
  'run_unknown',
  'webhook_endpoint_disabled',
  'quota',
  'security',
  'sign_in',
  'operator',
] as const
export type NoticeKind = (typeof noticeKinds)[number]

export const noticeWays = ['mail', 'slack'] as const
export type NoticeWay = (typeof noticeWays)[number]

const toldTypes: readonly BuiltInEventType[] = [
  'connection.needs_reconnect',
  'approval.requested',
  'run.unknown',
  'webhook_endpoint.disabled',
  'quota.warning',
  'quota.reached',
  'security.alert',
]

/** Event types of which somebody may have to be told. */
export const noticeEventTypes: ReadonlySet<string> = new Set(toldTypes)

/** Alerts about one person's own way in: that person is told. */
export const signInAlerts = ['new_browser', 'passkey_added', 'passkey_removed'] as const
/** Alerts about the operator of the hub. */
export const operatorAlerts = [
  'operator_consent',
  'operator_view',
  'organization_suspended',
] as const

/**
 * The data of `security.alert`. `alert` says what happened in one word: one of the above, or any other, of which the owners are
 * told. `detail` is one or two plain sentences for people, without secrets; they are bounded and escaped where they are shown.
 */
export const securityAlert = z.object({
  alert: z.string(),
  /** The person whom it concerns. */
  memberId: z.string().nullish(),
  detail: z.string().nullish(),
  /** Of `organization_suspended`: false when it is open again. */
  suspended: z.boolean().optional(),
})
export type SecurityAlert = z.output<typeof securityAlert>

// The one table of what is told to whom by which way. Settings, delivery and the guide (docs/guides/notices.md, checked against this
// by a test) read it. Webhooks are a way too: each kind has its event types, which endpoints subscribe to.
import type { NoticeKind, NoticeWay } from '../contract/notices.ts'
import type { Permission } from '../contract/permissions.ts'

interface WayRule {
  /** Whether it is on for who chose nothing. */
  readonly on: boolean
  /** Whether a person may turn it off. */
  readonly mutable: boolean
}

export interface CatalogueEntry {
  readonly kind: NoticeKind
  readonly title: string
  readonly description: string
  /** Who is told, in words; core/notices/audience.ts finds them. */
  readonly audience: string
  /** Pattern of the event types that say the same to webhook endpoints. */
  readonly webhook: string
  readonly ways: Readonly<Record<NoticeWay, WayRule>>
  /** Told at once, also to those who want one letter a day. */
  readonly urgent: boolean
  /** Asked again when it is sent: who lost the right is not told. Null: it is their own. */
  readonly needs: Permission | 'owner' | null
}

const on = { on: true, mutable: true }
const off = { on: false, mutable: true }
const always = { on: true, mutable: false }

export const catalogue: Readonly<Record<NoticeKind, CatalogueEntry>> = {
  connection_needs_reconnect: {
    kind: 'connection_needs_reconnect',
    title: 'A connection needs to be reconnected',
    description:
      'A vendor no longer accepts the access it gave us. Actions fail until it is renewed.',
    audience: 'Who connected it; when they have left or may not reconnect it, owners and admins',
    webhook: 'connection.needs_reconnect',
    ways: { mail: on, slack: on },
    urgent: false,
    needs: 'connections:read',
  },
  approval_waiting: {
    kind: 'approval_waiting',
    title: 'A write waits for your yes',
    description: 'Somebody, or a program, asked for a write that a person must confirm or approve.',
    audience:
      'Who may decide: for an approval owners and admins but the asker; for a confirmation the asker, unless it was asked in a chat',
    webhook: 'approval.requested',
    ways: { mail: on, slack: on },
    urgent: true,
    needs: 'approvals:decide',
  },
  run_unknown: {
    kind: 'run_unknown',
    title: 'It is not known whether a write was done',
    description:
      'The vendor did not answer and could not be asked. Look there before trying again.',
    audience: 'Who asked for it',
    webhook: 'run.unknown',
    ways: { mail: on, slack: off },
    urgent: false,
    needs: null,
  },
  webhook_endpoint_disabled: {
    kind: 'webhook_endpoint_disabled',
    title: 'A webhook endpoint was disabled',
    description:
      'Its address said that it wants no more. Nobody is told when a person disables one.',
    audience: 'Everybody who may change endpoints: owners, admins, developers',
    webhook: 'webhook_endpoint.disabled',
    ways: { mail: on, slack: off },
    urgent: false,
    needs: 'webhook-endpoints:write',
  },
  quota: {
    kind: 'quota',
    title: 'A quota is nearly or wholly used',
    description: 'At four fifths of a quota, and when it is used up.',
    audience: 'Owners and admins',
    webhook: 'quota.*',
    ways: { mail: on, slack: off },
    urgent: false,
    needs: 'usage:read',
  },
  security: {
    kind: 'security',
    title: 'Security alerts',
    description: 'Something that should not happen, such as a passkey that seems to be copied.',
    audience: 'Owners',
    webhook: 'security.alert',
    ways: { mail: always, slack: off },
    urgent: true,
    needs: 'owner',
  },
  sign_in: {
    kind: 'sign_in',
    title: 'New ways into your account',
    description: 'A sign-in from a browser not seen before, a passkey added or removed.',
    audience: 'The person whose account it is',
    webhook: 'security.alert',
    ways: { mail: always, slack: off },
    urgent: true,
    needs: null,
  },
  operator: {
    kind: 'operator',
    title: 'The operator of this hub and your data',
    description: 'An operator was given consent to look, looked, or suspended the organization.',
    audience: 'Owners',
    webhook: 'security.alert',
    ways: { mail: always, slack: off },
    urgent: true,
    needs: 'owner',
  },
}

/** Waits after the first, second … failed try: about a day in all, then it failed. */
export const retryDelaysSeconds = [30, 120, 600, 1_800, 7_200, 21_600, 43_200] as const

/** Ended notices are kept this long: "was I told?" has an answer. */
export const keptDays = 30

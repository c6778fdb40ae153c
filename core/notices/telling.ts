// What an event says to people: its kind, whom it concerns, and the words. Names are read now, so that a letter names a connection
// as people know it. Every foreign part is bounded and plain; credentials, inputs and whole addresses are never in it.
import { z } from 'zod'
import type { Hub } from '../context.ts'
import { actorSchema, memberIdOf } from '../contract/actor.ts'
import {
  type NoticeKind,
  operatorAlerts,
  type SecurityAlert,
  securityAlert,
  signInAlerts,
} from '../contract/notices.ts'
import { type approvals, connections, type NoticeContent } from '../db/schema/index.ts'
import { and, eq } from '../db/sql.ts'
import { plainLine, plainText } from '../lib/plain-text.ts'
import type { Audience } from './audience.ts'
import { readApprovalOf } from './standing.ts'

export interface Telling {
  readonly kind: NoticeKind
  /** What it is about. */
  readonly subjectId: string
  readonly audience: Audience
  readonly content: NoticeContent
}

export interface ToldEvent {
  readonly id: string
  readonly organizationId: string
  readonly type: string
  /** JSON text. */
  readonly data: string
}

const nameCharactersMax = 120
const textCharactersMax = 600
const leads: Audience = { to: 'roles', roles: ['owner', 'admin'] }
const owners: Audience = { to: 'roles', roles: ['owner'] }

/** Null when nobody is to be told of it. @throws when its data is not what that type's data is */
export async function tellingOf(
  hub: Pick<Hub, 'shard' | 'connectors'>,
  shard: string,
  event: ToldEvent,
): Promise<Telling | null> {
  const data: unknown = JSON.parse(event.data)
  switch (event.type) {
    case 'connection.needs_reconnect':
      return brokenConnection(hub, shard, event, connectionEvent.parse(data))
    case 'approval.requested':
      return waitingApproval(hub, shard, event, approvalEvent.parse(data).id)
    case 'run.unknown':
      return unknownRun(hub, runEvent.parse(data))
    case 'webhook_endpoint.disabled':
      return disabledEndpoint(endpointEvent.parse(data))
    case 'quota.warning':
    case 'quota.reached':
      return quota(event.type, event.id, quotaEvent.parse(data))
    case 'security.alert':
      return alert(event.id, securityAlert.parse(data))
    default:
      return null
  }
}

const connectionEvent = z.object({
  connectionId: z.string(),
  connector: z.string(),
  reason: z.string().nullish(),
})
const approvalEvent = z.object({ id: z.string() })
const runEvent = z.object({
  runId: z.string(),
  connector: z.string(),
  action: z.string(),
  actor: actorSchema,
  summary: z.string().nullish(),
  error: z.object({ detail: z.string() }).nullish(),
})
const endpointEvent = z.object({
  webhookEndpointId: z.string(),
  url: z.string(),
  reason: z.string(),
})
const quotaEvent = z.object({ meter: z.string().nullish(), detail: z.string().nullish() })

async function brokenConnection(
  hub: Pick<Hub, 'shard' | 'connectors'>,
  shard: string,
  event: ToldEvent,
  data: z.output<typeof connectionEvent>,
): Promise<Telling | null> {
  const [row] = await hub
    .shard(shard)
    .select({ name: connections.name, createdBy: connections.createdBy })
    .from(connections)
    .where(
      and(
        eq(connections.organizationId, event.organizationId),
        eq(connections.id, data.connectionId),
      ),
    )
    .limit(1)
  if (!row) return null
  const why = data.reason ? ` The reason: ${sentence(data.reason)}` : ''
  return {
    kind: 'connection_needs_reconnect',
    subjectId: data.connectionId,
    audience: {
      to: 'person',
      memberId: memberIdOf(row.createdBy),
      needs: 'connections:write',
      otherwise: leads,
    },
    content: {
      title: `${name(row.name)} needs to be reconnected`,
      text: `Actions and answers that use this ${vendorName(hub, data.connector)} connection fail until somebody reconnects it.${why}`,
      path: `/connections/${data.connectionId}`,
      label: 'Open the connection',
    },
  }
}

async function waitingApproval(
  hub: Pick<Hub, 'shard' | 'connectors'>,
  shard: string,
  event: ToldEvent,
  approvalId: string,
): Promise<Telling | null> {
  const row = await readApprovalOf(hub.shard(shard), event.organizationId, approvalId)
  if (!row) return null
  const audience = decidersOf(row)
  if (audience === null) return null
  const verb = row.kind === 'confirmation' ? 'confirm' : 'approve'
  return {
    kind: 'approval_waiting',
    subjectId: row.id,
    audience,
    content: {
      title: `Please ${verb}: ${plainLine(row.summary, 160)}`,
      text: `It would happen in ${name(row.accountName)} (${vendorName(hub, row.connector)}). Nothing happens before a yes, and none counts after ${minuteOf(row.expiresAt)}.`,
      path: `/approvals/${row.id}`,
      label: 'Look at it and decide',
    },
  }
}

/** Those whose yes counts (core/actions/decide-approval.ts); null where the question stands in front of them in a chat. */
function decidersOf(row: typeof approvals.$inferSelect): Audience | null {
  const asker = memberIdOf(row.requestedBy)
  if (row.kind === 'approval') {
    return { to: 'roles', roles: ['owner', 'admin'], butNot: row.requestedBy }
  }
  if (row.via === 'assistant') return null
  return asker === null ? leads : { to: 'person', memberId: asker }
}

function unknownRun(hub: Pick<Hub, 'connectors'>, data: z.output<typeof runEvent>): Telling | null {
  const asker = memberIdOf(data.actor)
  if (asker === null) return null
  const vendor = vendorName(hub, data.connector)
  return {
    kind: 'run_unknown',
    subjectId: data.runId,
    audience: { to: 'person', memberId: asker },
    content: {
      title: `Not known whether it was done: ${plainLine(data.summary ?? `${vendor} ${data.action}`, 160)}`,
      text: sentence(data.error?.detail ?? `Look in ${vendor} before you try again.`),
      path: `/runs/${data.runId}`,
      label: 'Open the run',
    },
  }
}

/** Who disables an endpoint by hand knows. The path and query of an address may hold a token: only its host is told. */
function disabledEndpoint(data: z.output<typeof endpointEvent>): Telling | null {
  if (data.reason === 'disabled') return null
  const host = URL.canParse(data.url) ? new URL(data.url).host : 'its host'
  const why =
    data.reason === 'gone'
      ? 'It answered 410 Gone, which means that it wants no more events.'
      : 'It did not take its events for too long.'
  return {
    kind: 'webhook_endpoint_disabled',
    subjectId: data.webhookEndpointId,
    audience: { to: 'permitted', permission: 'webhook-endpoints:write' },
    content: {
      title: `The webhook endpoint at ${name(host)} was disabled`,
      text: `${why} Nothing is sent there until it is enabled again; what it missed can be replayed.`,
      path: `/webhooks/${data.webhookEndpointId}`,
      label: 'Open the endpoint',
    },
  }
}

function quota(type: string, eventId: string, data: z.output<typeof quotaEvent>): Telling {
  const meter = data.meter ? ` (${name(data.meter)})` : ''
  return {
    kind: 'quota',
    subjectId: eventId,
    audience: leads,
    content: {
      title:
        type === 'quota.reached' ? `A quota is used up${meter}` : `A quota is nearly used${meter}`,
      text: sentence(data.detail ?? 'The settings show what is used and what the plan allows.'),
      path: '/settings',
      label: 'See the usage',
    },
  }
}

const alertTitles: Readonly<Record<string, string>> = {
  new_browser: 'A sign-in from a new browser',
  passkey_added: 'A passkey was added to your account',
  passkey_removed: 'A passkey was removed from your account',
  operator_consent: 'The operator of this hub may look at your data for a time',
  operator_view: 'The operator of this hub looked at your data',
  organization_suspended: 'The organization was suspended',
}

function alert(eventId: string, data: SecurityAlert): Telling {
  const isOneOf = (list: readonly string[]) => list.includes(data.alert)
  const title =
    data.suspended === false
      ? 'The organization is open again'
      : (alertTitles[data.alert] ?? 'A security alert')
  const said = data.detail ? sentence(data.detail) : `What happened: ${name(data.alert)}.`
  if (isOneOf(signInAlerts) && data.memberId) {
    return {
      kind: 'sign_in',
      subjectId: data.memberId,
      audience: { to: 'person', memberId: data.memberId },
      content: {
        title,
        text: `${said} If this was not you, end your sessions and look at your passkeys at once.`,
        path: '/account',
        label: 'Open your account',
      },
    }
  }
  return {
    kind: isOneOf(operatorAlerts) ? 'operator' : 'security',
    subjectId: data.memberId ?? eventId,
    audience: owners,
    content: { title, text: said, path: '/audit', label: 'Open the audit trail' },
  }
}

/** `2026-11-23 04:05 UTC` */
function minuteOf(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

function vendorName(hub: Pick<Hub, 'connectors'>, connector: string): string {
  return hub.connectors.get(connector)?.name ?? name(connector)
}

const name = (text: string) => plainLine(text, nameCharactersMax)

/** One or more sentences, the last one ended. */
function sentence(text: string): string {
  return plainText(text, textCharactersMax)
    .trim()
    .replace(/([^.!?…])$/, '$1.')
}

// Events: facts that happened, with a type, an id and data. Built-in types are a closed list; a publisher's
// own begin with `custom.`. A delivery's body is { id, type, timestamp, data }.
import { z } from 'zod'

export const builtInEventTypes = [
  'connection.created',
  'connection.updated',
  'connection.needs_reconnect',
  'connection.deleted',
  'run.done',
  'run.failed',
  'run.unknown',
  'approval.requested',
  'approval.decided',
  'approval.expired',
  'assistant.answered',
  'record.created',
  'record.updated',
  'record.deleted',
  'api_key.created',
  'api_key.rotated',
  'api_key.revoked',
  'member.joined',
  'member.changed',
  'member.left',
  'webhook_endpoint.failing',
  'webhook_endpoint.disabled',
  'webhook_endpoint.recovered',
  'quota.warning',
  'quota.reached',
  'security.alert',
  'app.installed',
  'app.uninstalled',
] as const

export type BuiltInEventType = (typeof builtInEventTypes)[number]
export type EventType = BuiltInEventType | `custom.${string}`

/** `custom.` and one to seven more segments of [a-z0-9_], at most 128 characters. */
export const customEventType = z
  .string()
  .max(128)
  .regex(/^custom(\.[a-z0-9_]+){1,7}$/, 'must be custom. and segments of a-z, 0-9 and _')

/** The greatest size of an event's data as JSON, in UTF-8 bytes. */
export const eventDataBytesMax = 256 * 1024

export interface NewEvent {
  /** Made beforehand where the answer names it; else made by the write. */
  readonly id?: string
  readonly type: EventType
  readonly data: unknown
}

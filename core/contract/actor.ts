// Who acts. A closed union: every audit row, run, event and approval names exactly one of these.
// Ids only: names and addresses are looked up when shown, so that erasure does not touch the audit trail.
import { z } from 'zod'

export const actorTypes = [
  'member',
  'api_key',
  'service_account',
  'app',
  'chat_user',
  'scim_directory',
  'portal_link',
  'operator',
  'connector',
  'system',
] as const

export type ActorType = (typeof actorTypes)[number]

const actorReference = z.strictObject({
  type: z.enum(actorTypes),
  /** For `chat_user`: `<platform>/<team>/<user>`, as the platform spells them. */
  id: z.string().min(1).max(200),
})

export type ActorReference = z.infer<typeof actorReference>

export const actorSchema = actorReference.extend({
  /** The person for whom the actor acts, as when a chat user is a known member. */
  onBehalfOf: actorReference.nullable(),
})

export type Actor = z.infer<typeof actorSchema>

/** The person behind an actor: the member itself, or the member on whose behalf it acts; else null. */
export function memberIdOf(actor: Actor): string | null {
  if (actor.type === 'member') return actor.id
  return actor.onBehalfOf?.type === 'member' ? actor.onBehalfOf.id : null
}

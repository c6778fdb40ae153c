// Who did it, in words: a person by name, a key by its name, and for whom it acted. The id is there on hover.
import { type ActorReference, type Names, useNames } from '../hub/names.ts'
import { useMe } from '../hub/permissions.ts'

interface ActorShape {
  readonly type: ActorReference['type']
  readonly id: string
  readonly onBehalfOf?: unknown
}

const kinds: Readonly<Record<ActorReference['type'], string>> = {
  member: 'Member',
  api_key: 'Key',
  service_account: 'Service account',
  app: 'App',
  chat_user: 'Chat person',
  scim_directory: 'Directory',
  portal_link: 'Portal link',
  operator: 'Operator',
  connector: 'Connector',
  system: 'Causeway',
}

/** “Member”, “Key” … */
export const actorKind = (type: ActorReference['type']) => kinds[type]

/** `isInSentence`: “you” instead of “You”. */
export function Actor(props: { actor: ActorShape; isInSentence?: boolean }) {
  const names = useNames()
  const me = useMe()
  const { actor } = props
  const you = props.isInSentence ? 'you' : 'You'
  const person = referenceOf(actor.onBehalfOf)
  const shown = person?.type === 'member' && actor.type === 'chat_user' ? person : actor
  const words = shown.type === 'member' && shown.id === me.id ? you : wordsOf(shown, names)
  return (
    <span title={person ? `${actor.id} for ${person.id}` : actor.id}>
      {words}
      {shown !== actor && ', in chat'}
      {shown === actor && person && ` for ${wordsOf(person, names)}`}
    </span>
  )
}

function wordsOf({ type, id }: ActorShape, names: Names): string {
  if (type === 'member') return names.member(id)
  if (type === 'api_key') return `Key “${names.apiKey(id)}”`
  if (type === 'connector') return names.connector(id)
  if (type === 'system' || type === 'operator') return kinds[type]
  return `${kinds[type]} ${id.split('/').at(-1)}`
}

/** For whom an actor acts: a reference of the API, null when there is none. */
export function referenceOf(value: unknown): ActorShape | null {
  if (typeof value !== 'object' || value === null) return null
  const { type, id } = value as { type?: unknown; id?: unknown }
  return typeof type === 'string' && type in kinds && typeof id === 'string'
    ? { type: type as ActorReference['type'], id }
    : null
}

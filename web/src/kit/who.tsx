// Who did it: a member by name, a program by its kind, and in whose name it acted.
import { useQuery } from '@tanstack/react-query'
import { useMay } from '../hub/permissions.ts'
import { membersQuery } from '../hub/queries.ts'

interface Actor {
  readonly type: string
  readonly id: string
  readonly onBehalfOf?: Actor | null
}

const kinds: Readonly<Record<string, string>> = {
  api_key: 'API key',
  service_account: 'Service account',
  app: 'App',
  chat_user: 'Chat user',
  scim_directory: 'Directory',
  portal_link: 'Portal link',
  operator: 'Operator',
  connector: 'Connector',
  system: 'Causeway',
}

export function Who(props: { actor: Actor | null }) {
  const may = useMay()
  const { data: members } = useQuery({ ...membersQuery, enabled: may('members:read') })
  const { actor } = props
  if (actor === null) return <span>Nobody yet</span>
  const nameOf = ({ type, id }: Actor) => {
    const member = members?.find((each) => each.id === id)
    if (member) return member.name || member.email
    return type === 'member' ? 'A member' : (kinds[type] ?? type)
  }
  const { onBehalfOf } = actor
  return (
    <span title={actor.id}>
      {onBehalfOf ? `${nameOf(onBehalfOf)}, by ${lowerFirst(nameOf(actor))}` : nameOf(actor)}
    </span>
  )
}

/** “API key” stays as it is, “Chat user” becomes “chat user”. */
const lowerFirst = (text: string) =>
  /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text

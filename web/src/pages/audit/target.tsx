// What an event was about: its kind, and its name where it has one and a page of its own.
import { useNames } from '../../hub/names.ts'
import { TextLink } from '../../kit/links.tsx'
import { sentence } from '../../kit/status.tsx'
import type { AuditEvent } from './trail.ts'

const pages: Readonly<Record<string, string>> = {
  approval: '/approvals',
  connection: '/connections',
  delivery: '/deliveries',
  run: '/runs',
  webhook_endpoint: '/webhooks',
}

export function Target(props: { target: AuditEvent['target']; isPlain?: boolean }) {
  const { type, id } = props.target
  const names = useNames()
  const name =
    type === 'member'
      ? names.member(id)
      : type === 'api_key'
        ? names.apiKey(id)
        : type === 'connection'
          ? names.connection(id)
          : id
  const page = pages[type]
  return (
    <span title={id}>
      {sentence(type)}{' '}
      {page && !props.isPlain ? <TextLink to={`${page}/${id}`}>{name}</TextLink> : name}
    </span>
  )
}

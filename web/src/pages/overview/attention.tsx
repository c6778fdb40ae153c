// What waits for a person, newest first: each leads to the page where it is settled.
import { EmptyState } from '../../kit/empty-state.tsx'
import { Icon, type IconName } from '../../kit/icons.tsx'
import { TextLink } from '../../kit/links.tsx'
import { Time } from '../../kit/time.tsx'
import styles from './overview.module.css'
import type { AttentionItem } from './overview-query.ts'

const icons: Readonly<Record<AttentionItem['kind'], IconName>> = {
  connection: 'connections',
  approval: 'approvals',
  endpoint: 'webhooks',
  run: 'runs',
  setup: 'setup',
  passkey: 'passkey',
}

export function Attention(props: { items: readonly AttentionItem[] | null }) {
  const items = props.items ?? []
  if (items.length === 0) {
    return (
      <EmptyState title="Nothing waits for you" icon="tick">
        Broken connections, writes to approve and disabled endpoints appear here.
      </EmptyState>
    )
  }
  return (
    <ul className={styles.attention}>
      {items.map(({ kind, id, title, detail, path, at }) => (
        <li key={`${kind} ${id}`}>
          <span className={styles.kind}>
            <Icon name={icons[kind]} />
          </span>
          <span className={styles.words}>
            <TextLink to={path}>{title}</TextLink>
            {detail && <span className={styles.detail}>{detail}</span>}
          </span>
          {at && (
            <span className={styles.at}>
              <Time at={at} />
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}

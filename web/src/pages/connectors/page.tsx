// Connectors: the catalogue by product name, what each can do, and whether it is connected.
import { useQuery } from '@tanstack/react-query'
import { useMay } from '../../hub/permissions.ts'
import { problemOf } from '../../hub/problem.ts'
import { connectionsQuery, connectorsQuery } from '../../hub/queries.ts'
import { EmptyState } from '../../kit/empty-state.tsx'
import { ErrorCard } from '../../kit/error-card.tsx'
import { FilterBar, TextFilter, useFilters } from '../../kit/filters.tsx'
import { TextLink } from '../../kit/links.tsx'
import { Page as Frame, StateFact, StateStrip } from '../../kit/page.tsx'
import { SkeletonBlock } from '../../kit/skeletons.tsx'
import { Status } from '../../kit/status.tsx'
import type { Connector } from './connector.ts'
import styles from './connectors.module.css'

export function Page() {
  const may = useMay()
  const [{ query }, change] = useFilters(['query'])
  const connectors = useQuery(connectorsQuery)
  const connections = useQuery({ ...connectionsQuery, enabled: may('connections:read') })
  const all = connectors.data ?? []
  const wanted = query?.toLowerCase() ?? ''
  const shown = all.filter((each) => wordsOf(each).includes(wanted))
  const stateOf = (id: string) => {
    const own = (connections.data ?? []).filter(
      ({ connector, status }) => connector === id && status !== 'revoked',
    )
    if (own.length === 0) return null
    return own.some(({ status }) => status === 'needs_reconnect') ? 'needs_reconnect' : 'active'
  }
  return (
    <Frame
      title="Connectors"
      purpose="Systems that can be connected. What is connected here, the assistant, the API and webhooks can use."
      strip={
        connectors.data && (
          <StateStrip>
            <StateFact name="Systems">{all.length}</StateFact>
            <StateFact name="Connected">{all.filter(({ id }) => stateOf(id)).length}</StateFact>
            <StateFact name="Actions">
              {all.reduce((sum, { actions }) => sum + actions.length, 0)}
            </StateFact>
          </StateStrip>
        )
      }
    >
      <FilterBar>
        <TextFilter
          label="Find a system or an action"
          value={query}
          onChange={(next) => change({ query: next })}
        />
      </FilterBar>
      {connectors.error && <ErrorCard problem={problemOf(connectors.error)} />}
      {connectors.isPending && <SkeletonBlock height={160} />}
      {connectors.data && shown.length === 0 && (
        <EmptyState title="No system by that name" icon="connectors">
          Search also looks through what can be done: try “issue” or “message”.
        </EmptyState>
      )}
      <ul className={styles.grid}>
        {shown.map((connector) => (
          <Card key={connector.id} connector={connector} state={stateOf(connector.id)} />
        ))}
      </ul>
    </Frame>
  )
}

function Card(props: { connector: Connector; state: 'active' | 'needs_reconnect' | null }) {
  const { connector, state } = props
  const { id, name, description, actions } = connector
  const reads = actions.filter(({ effect }) => effect === 'read').length
  return (
    <li className={styles.card}>
      <div className={styles.cardHead}>
        <h2>
          <TextLink to={`/connectors/${id}`}>{name}</TextLink>
        </h2>
        {state && <Status word={state} says={state === 'active' ? 'Connected' : 'Reconnect'} />}
      </div>
      <p className={styles.quiet}>{description}</p>
      <p className={styles.small}>
        {reads} to read, {actions.length - reads} to write
      </p>
    </li>
  )
}

const wordsOf = ({ name, description, actions }: Connector) =>
  [name, description, ...actions.map(({ title }) => title)].join(' ').toLowerCase()

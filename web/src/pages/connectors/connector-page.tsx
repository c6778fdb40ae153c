// One connector: how to connect it, its connections, and each of its actions with schemas and snippets.
import { Button, Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { hub, told } from '../../hub/client.ts'
import { useMay } from '../../hub/permissions.ts'
import { problemOf } from '../../hub/problem.ts'
import { connectionsQuery } from '../../hub/queries.ts'
import { EmptyState } from '../../kit/empty-state.tsx'
import { ErrorCard } from '../../kit/error-card.tsx'
import { Icon } from '../../kit/icons.tsx'
import { TextLink } from '../../kit/links.tsx'
import { Columns, Fact, Facts, Page as Frame, Section, Stacked } from '../../kit/page.tsx'
import { SkeletonRows } from '../../kit/skeletons.tsx'
import { Status } from '../../kit/status.tsx'
import { usePaletteActions } from '../../shell/palette-actions.ts'
import { Connect } from '../connections/connect.tsx'
import { ActionEntry } from './action-entry.tsx'
import type { Connector } from './connector.ts'
import styles from './connectors.module.css'

export function Page() {
  const { connectorId = '' } = useParams({ strict: false }) as { connectorId?: string }
  const { data: connector, error } = useQuery({
    queryKey: ['connectors', connectorId],
    queryFn: () =>
      told(hub.GET('/v1/connectors/{connectorId}', { params: { path: { connectorId } } })),
  })
  if (error) {
    return (
      <Frame title="Connector" purpose="One system and its actions." back={back}>
        <ErrorCard problem={problemOf(error)} />
      </Frame>
    )
  }
  if (!connector) {
    return (
      <Frame title="Connector" purpose="One system and its actions." back={back}>
        <SkeletonRows count={6} />
      </Frame>
    )
  }
  return <Shown connector={connector} />
}

const back = { to: '/connectors', label: 'Connectors' }

function Shown(props: { connector: Connector }) {
  const { connector } = props
  const may = useMay()
  const [isConnecting, setConnecting] = useState(false)
  const mayConnect = may('connections:write')
  usePaletteActions(
    mayConnect ? [{ label: `Connect ${connector.name}`, run: () => setConnecting(true) }] : [],
  )
  return (
    <Frame
      title={connector.name}
      purpose={connector.description}
      back={back}
      action={
        mayConnect && (
          <Button size="sm" leftSection={<Icon name="plus" />} onClick={() => setConnecting(true)}>
            Connect {connector.name}
          </Button>
        )
      }
    >
      <Columns>
        <Section title="Actions" aside={`${connector.actions.length} in all`} flush>
          {connector.actions.map((action) => (
            <ActionEntry key={action.name} action={action} />
          ))}
        </Section>
        <Stacked>
          <OwnConnections connector={connector} />
          <Section title="How it works">
            <Facts>
              <Fact name="Acts as">
                {connector.actsAs === 'organization'
                  ? 'the organization: one connection serves all who may use it'
                  : 'the person who asks: everyone connects their own account'}
              </Fact>
              <Fact name="Connect by">
                {connector.authorizations.map(({ kind }) => kindNames[kind] ?? kind).join(', or ')}
              </Fact>
              {connector.syncs.length > 0 && (
                <Fact name="Syncs">{connector.syncs.map(({ title }) => title).join(', ')}</Fact>
              )}
              <Fact name="Scopes of keys">
                <code className={styles.code}>actions:{connector.id}:read</code>
                <br />
                <code className={styles.code}>actions:{connector.id}:write</code>
              </Fact>
            </Facts>
          </Section>
        </Stacked>
      </Columns>
      <Modal
        opened={isConnecting}
        onClose={() => setConnecting(false)}
        title={`Connect ${connector.name}`}
        size="lg"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {isConnecting && <Connect connector={connector} />}
      </Modal>
    </Frame>
  )
}

const kindNames: Readonly<Record<string, string>> = {
  oauth2: 'signing in there (OAuth)',
  client_credentials: 'a client id and secret',
  api_key: 'an API key',
  basic: 'an account and its token',
  personal_token: 'a personal token',
  jwt_bearer: 'a signing key',
  database: 'the database’s user and password',
}

function OwnConnections(props: { connector: Connector }) {
  const may = useMay()
  const { data } = useQuery({ ...connectionsQuery, enabled: may('connections:read') })
  if (!may('connections:read')) return null
  const own = data?.filter(({ connector }) => connector === props.connector.id)
  return (
    <Section title="Connections" flush>
      {own === undefined && <SkeletonRows count={1} />}
      {own?.length === 0 && (
        <EmptyState title="Not connected yet" icon="connections">
          Connect it to run its actions here, in chat and from programs.
        </EmptyState>
      )}
      {own && own.length > 0 && (
        <ul className={styles.own}>
          {own.map(({ id, name, account, status }) => (
            <li key={id}>
              <span>
                <TextLink to={`/connections/${id}`}>{name}</TextLink>
                <span className={styles.small}>{account.name}</span>
              </span>
              <Status word={status} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

// One connection: its health and account, the ways to test, renew and end it, its runs, and a form for every action.
import { Button, Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { hub, told } from '../../hub/client.ts'
import { useMay } from '../../hub/permissions.ts'
import { problemOf } from '../../hub/problem.ts'
import { connectorsQuery } from '../../hub/queries.ts'
import { useAct } from '../../kit/act.ts'
import { ConfirmByName } from '../../kit/confirm-by-name.tsx'
import { ErrorCard } from '../../kit/error-card.tsx'
import { Icon } from '../../kit/icons.tsx'
import { Columns, Page as Frame, Stacked } from '../../kit/page.tsx'
import { SkeletonBlock } from '../../kit/skeletons.tsx'
import { Status } from '../../kit/status.tsx'
import { usePaletteActions } from '../../shell/palette-actions.ts'
import type { Connector } from '../connectors/connector.ts'
import { Actions } from './actions.tsx'
import { Connect } from './connect.tsx'
import { type Connection, connectionQuery } from './connection.ts'
import { ConnectionFacts } from './connection-facts.tsx'
import { RecentRuns } from './recent-runs.tsx'

const back = { to: '/connections', label: 'Connections' }

export function Page() {
  const { connectionId = '' } = useParams({ strict: false }) as { connectionId?: string }
  const { data: connection, error } = useQuery(connectionQuery(connectionId))
  const may = useMay()
  const { data: connectors } = useQuery({ ...connectorsQuery, enabled: may('connectors:read') })
  if (!connection) {
    return (
      <Frame title="Connection" purpose="One authorized link to a system." back={back}>
        {error ? <ErrorCard problem={problemOf(error)} /> : <SkeletonBlock height={300} />}
      </Frame>
    )
  }
  const connector = connectors?.find(({ id }) => id === connection.connector)
  return <Shown connection={connection} connector={connector} />
}

function Shown(props: { connection: Connection; connector: Connector | undefined }) {
  const { connection, connector } = props
  const { id, name, status, statusReason } = connection
  const path = { connectionId: id }
  const may = useMay()
  const navigate = useNavigate()
  const [dialog, setDialog] = useState<'reconnect' | 'revoke' | null>(null)
  const renews = [['connections'], ['overview']]
  const test = useAct(
    () => told(hub.POST('/v1/connections/{connectionId}/test', { params: { path } })),
    { renews, says: ({ account }) => `It works: ${account.name} answered.` },
  )
  const revoke = useAct(
    () => told(hub.DELETE('/v1/connections/{connectionId}', { params: { path } })),
    {
      renews,
      isQuiet: true,
      says: `${name} is revoked, at the vendor too.`,
      onDone: () => void navigate({ to: '/connections' }),
    },
  )
  const mayChange = may('connections:write') && status !== 'revoked'
  usePaletteActions(
    mayChange
      ? [
          { label: `Test ${name}`, run: () => test.run() },
          { label: `Reconnect ${name}`, run: () => setDialog('reconnect') },
          { label: `Revoke ${name}`, run: () => setDialog('revoke') },
        ]
      : [],
  )
  return (
    <Frame
      title={name}
      purpose={connector ? `${connector.name}: ${connector.description}` : connection.connector}
      back={back}
      status={<Status word={status} />}
      action={
        mayChange && (
          <>
            <Button
              variant="default"
              size="sm"
              loading={test.isRunning}
              leftSection={<Icon name="refresh" />}
              onClick={() => test.run()}
            >
              Test
            </Button>
            <Button
              variant={status === 'needs_reconnect' ? 'filled' : 'default'}
              size="sm"
              onClick={() => setDialog('reconnect')}
            >
              Reconnect
            </Button>
            <Button variant="light" color="red" size="sm" onClick={() => setDialog('revoke')}>
              Revoke
            </Button>
          </>
        )
      }
    >
      {status === 'needs_reconnect' && <Broken reason={statusReason} />}
      <Columns>
        <Stacked>
          {connector && <Actions connection={connection} connector={connector} />}
          {may('runs:read') && <RecentRuns connectionId={id} />}
        </Stacked>
        <ConnectionFacts connection={connection} />
      </Columns>
      <Modal
        opened={dialog === 'reconnect'}
        onClose={() => setDialog(null)}
        title={`Reconnect ${name}`}
        size="lg"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {connector && <Connect connector={connector} name={name} onDone={() => setDialog(null)} />}
      </Modal>
      <ConfirmByName
        opened={dialog === 'revoke'}
        onClose={() => setDialog(null)}
        title="Revoke this connection"
        name={name}
        verb="Revoke"
        isRunning={revoke.isRunning}
        problem={revoke.problem}
        onConfirm={() => revoke.run()}
      >
        Its credentials are taken back at the vendor where it has a way, and destroyed here. Chat,
        syncs and programs that use it stop working at once. Its runs and audit entries stay.
      </ConfirmByName>
    </Frame>
  )
}

function Broken(props: { reason: string | null }) {
  return (
    <div role="status">
      <Status word="needs_reconnect" says="It needs reconnecting" />{' '}
      {props.reason ?? 'The vendor no longer accepts the credentials.'} Reconnect it with the same
      account, and what waits goes on.
    </div>
  )
}

// A form for every action of a connection, made from its schema. Running it shows the output, or the confirmation that policy wants.
import { NativeSelect, Tabs } from '@mantine/core'
import { useRef, useState } from 'react'
import { hub, told } from '../../hub/client.ts'
import { useMay } from '../../hub/permissions.ts'
import type { Problem } from '../../hub/problem.ts'
import { useAct } from '../../kit/act.ts'
import { EmptyState } from '../../kit/empty-state.tsx'
import { JsonView } from '../../kit/json-view.tsx'
import { ButtonLink, TextLink } from '../../kit/links.tsx'
import { Section } from '../../kit/page.tsx'
import { SchemaForm } from '../../kit/schema-form/schema-form.tsx'
import { Snippet } from '../../kit/snippet.tsx'
import { Effect, Status } from '../../kit/status.tsx'
import { type Action, type Connector, curlOf, sdkOf } from '../connectors/connector.ts'
import type { Connection } from './connection.ts'
import styles from './connections.module.css'

export function Actions(props: { connection: Connection; connector: Connector }) {
  const { connection, connector } = props
  const may = useMay()
  const permitted = connector.actions.filter(({ permission }) => may(permission))
  const [name, setName] = useState(permitted[0]?.name)
  const action = permitted.find((each) => each.name === name)
  if (connection.status === 'revoked') return null
  if (!action) {
    return (
      <Section title="Run an action">
        <EmptyState title="No action is part of your role" icon="runs">
          Actions need <code>actions:read</code> or <code>actions:write</code>.
        </EmptyState>
      </Section>
    )
  }
  return (
    <Section title="Run an action" aside={<Effect effect={action.effect} />}>
      <NativeSelect
        label="Action"
        description={action.description}
        value={action.name}
        onChange={(event) => setName(event.currentTarget.value)}
      >
        {permitted.map((each) => (
          <option key={each.name} value={each.name}>
            {each.title}
          </option>
        ))}
      </NativeSelect>
      <Tabs defaultValue="form" keepMounted={false} key={action.name}>
        <Tabs.List>
          <Tabs.Tab value="form">Form</Tabs.Tab>
          <Tabs.Tab value="curl">curl</Tabs.Tab>
          <Tabs.Tab value="sdk">SDK</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="form" pt="md">
          <Run connection={connection} action={action} />
        </Tabs.Panel>
        <Tabs.Panel value="curl" pt="md">
          <Snippet label={`${action.title} with curl`} text={curlOf(action, connection.id)} />
        </Tabs.Panel>
        <Tabs.Panel value="sdk" pt="md">
          <Snippet label={`${action.title} with the SDK`} text={sdkOf(action, connection.id)} />
        </Tabs.Panel>
      </Tabs>
    </Section>
  )
}

function Run(props: { connection: Connection; action: Action }) {
  const { connection, action } = props
  const attempt = useRef<{ input: string; key: string }>(null)
  const act = useAct(
    (input: Record<string, unknown>) => {
      // The same input sent again after a lost answer is the same attempt: nothing is written twice.
      const text = JSON.stringify(input)
      if (attempt.current?.input !== text) {
        attempt.current = { input: text, key: crypto.randomUUID() }
      }
      return told(
        hub.POST('/v1/connections/{connectionId}/actions/{action}', {
          params: { path: { connectionId: connection.id, action: action.name } },
          headers: { 'idempotency-key': attempt.current.key },
          body: input,
        }),
      )
    },
    {
      isQuiet: true,
      renews: [['runs'], ['overview'], ['approvals']],
      onDone: () => {
        attempt.current = null
      },
    },
  )
  const waiting = waitingOf(act.problem)
  // An answer was had: the next press is another attempt.
  if (act.problem && act.problem.status !== 0 && !act.isRunning) attempt.current = null
  return (
    <div className={styles.run}>
      <SchemaForm
        schema={action.input}
        label={action.title}
        submitLabel={action.effect === 'write' ? action.title : 'Run'}
        isRunning={act.isRunning}
        problem={waiting ? null : act.problem}
        onSubmit={(input) => act.run(input)}
        aside={
          <span className={styles.quiet}>
            {action.effect === 'write'
              ? `It writes, as ${connection.account.name}.`
              : 'It changes nothing.'}
          </span>
        }
      />
      <div aria-live="polite">
        {waiting && <Waiting {...waiting} />}
        {act.result && <Output output={act.result.output} runId={act.result.runId} />}
      </div>
    </div>
  )
}

interface WaitingWrite {
  readonly approvalId: string
  readonly bySecond: boolean
}

/** What policy wants first, when that is why it did not run. */
function waitingOf(problem: Problem | null): WaitingWrite | null {
  const approvalId = problem?.members.approvalId
  if (typeof approvalId !== 'string') return null
  return { approvalId, bySecond: problem?.code === 'approval_required' }
}

function Waiting(props: WaitingWrite) {
  const { approvalId, bySecond } = props
  return (
    <div className={styles.waiting}>
      <Status word="pending" says="Waiting" />
      <span>
        {bySecond
          ? 'A second person must approve exactly this. It runs when they do.'
          : 'A policy wants your yes to exactly this first.'}
      </span>
      <ButtonLink to={`/approvals/${approvalId}`} variant={bySecond ? 'default' : 'filled'}>
        {bySecond ? 'See the approval' : 'Look at it and decide'}
      </ButtonLink>
    </div>
  )
}

function Output(props: { output: unknown; runId: string }) {
  return (
    <div className={styles.output}>
      <div className={styles.outputHead}>
        <Status word="done" />
        <TextLink to={`/runs/${props.runId}`}>The run</TextLink>
      </div>
      <JsonView value={props.output} label="the output" />
    </div>
  )
}

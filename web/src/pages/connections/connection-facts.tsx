// What is known of a connection: its account, who may use it, when it was made; its name can be changed in place.
import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { hub, told } from '../../hub/client.ts'
import { useMay } from '../../hub/permissions.ts'
import { useAct } from '../../kit/act.ts'
import { ErrorCard } from '../../kit/error-card.tsx'
import { Id } from '../../kit/id.tsx'
import { Fact, Facts, Section } from '../../kit/page.tsx'
import { nameWords } from '../../kit/schema-form/names.ts'
import { Time } from '../../kit/time.tsx'
import { useProblem } from '../../kit/use-problem.ts'
import { Audience } from './audience.tsx'
import type { Connection } from './connection.ts'
import styles from './connections.module.css'
import { ConnectorName } from './connector-name.tsx'

export function ConnectionFacts(props: { connection: Connection }) {
  const { connection } = props
  const { id, connector, account, config, createdAt, updatedAt, memberId, name } = connection
  const may = useMay()
  const [isRenaming, setRenaming] = useState(false)
  const mayChange = may('connections:write') && connection.status !== 'revoked'
  return (
    <Section
      title="About it"
      aside={
        mayChange &&
        !isRenaming && (
          <Button variant="subtle" size="compact-xs" onClick={() => setRenaming(true)}>
            Rename
          </Button>
        )
      }
    >
      {isRenaming && <Rename id={id} name={name} onDone={() => setRenaming(false)} />}
      <Facts>
        <Fact name="System">
          <ConnectorName id={connector} />
        </Fact>
        <Fact name="Account">
          <WebLink url={account.url}>{account.name}</WebLink>
        </Fact>
        <Fact name="Account id">
          <code className={styles.code}>{account.id}</code>
        </Fact>
        {Object.entries(config).map(([key, value]) => (
          <Fact key={key} name={nameWords(key)}>
            {typeof value === 'string' ? value : JSON.stringify(value)}
          </Fact>
        ))}
        <Fact name="For">
          <Audience connection={connection} mayChange={mayChange && memberId === null} />
        </Fact>
        <Fact name="Connected">
          <Time at={createdAt} />
        </Fact>
        <Fact name="Changed">
          <Time at={updatedAt} />
        </Fact>
        <Fact name="Id">
          <Id id={id} />
        </Fact>
      </Facts>
    </Section>
  )
}

/** An address that the vendor told: a link only when it is one of the web. */
function WebLink(props: { url: string | null; children: string }) {
  const { url, children } = props
  const isWeb = url !== null && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)
  if (!isWeb) return <>{children}</>
  return (
    <a href={url} target="_blank" rel="noreferrer noopener">
      {children}
    </a>
  )
}

function Rename(props: { id: string; name: string; onDone: () => void }) {
  const form = useForm({ initialValues: { name: props.name } })
  const act = useAct(
    (body: { name: string }) =>
      told(
        hub.PATCH('/v1/connections/{connectionId}', {
          params: { path: { connectionId: props.id } },
          body,
        }),
      ),
    { isQuiet: true, renews: [['connections']], says: 'Renamed.', onDone: props.onDone },
  )
  const unplaced = useProblem(form, act.problem, ['name'])
  return (
    <form className={styles.rename} onSubmit={form.onSubmit((values) => act.run(values))}>
      {act.problem && unplaced && <ErrorCard problem={act.problem} unplaced={unplaced} />}
      <TextInput
        label="Name"
        name="name"
        maxLength={120}
        required
        withAsterisk={false}
        {...form.getInputProps('name')}
      />
      <div className={styles.buttons}>
        <Button type="submit" size="xs" loading={act.isRunning}>
          Rename
        </Button>
        <Button variant="default" size="xs" onClick={props.onDone}>
          Cancel
        </Button>
      </div>
    </form>
  )
}

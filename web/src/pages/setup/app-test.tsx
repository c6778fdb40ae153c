// Asks the vendor whether it knows the app, and says of each part whether it is right and what to do when it is not.
import { Button } from '@mantine/core'
import { hub, told } from '../../hub/client.ts'
import { useMay } from '../../hub/permissions.ts'
import { useAct } from '../../kit/act.ts'
import { ErrorCard } from '../../kit/error-card.tsx'
import { Icon } from '../../kit/icons.tsx'
import { Section } from '../../kit/page.tsx'
import { Status, sentence } from '../../kit/status.tsx'
import styles from './setup.module.css'
import type { Setup, Tested } from './setups.ts'

export function AppTest(props: { setup: Setup }) {
  const { connector, name, app } = props.setup
  const mayWrite = useMay()('connectors:write')
  const test = useAct(
    () =>
      told(hub.POST('/v1/connector-setups/{connector}/test', { params: { path: { connector } } })),
    { isQuiet: true },
  )
  if (!mayWrite) return null
  return (
    <Section title="Test">
      <p className={styles.quiet}>
        {app.source === null
          ? 'Once an app is kept, this asks the vendor whether it knows it.'
          : `Asks ${name} whether it knows the app. Nothing is connected by it.`}
      </p>
      <Button
        variant="default"
        className={styles.start ?? ''}
        leftSection={<Icon name="refresh" />}
        disabled={app.source === null}
        loading={test.isRunning}
        onClick={() => test.run(undefined)}
      >
        Test
      </Button>
      {test.problem && <ErrorCard problem={test.problem} />}
      {test.result && <Checks tested={test.result} />}
    </Section>
  )
}

function Checks(props: { tested: Tested }) {
  return (
    <ul className={styles.checks} role="status" aria-label="What the test found">
      {props.tested.checks.map(({ name, ok, says }) => (
        <li key={name}>
          <Status
            word={name}
            says={sentence(name)}
            tone={ok === null ? 'quiet' : ok ? 'good' : 'poor'}
          />
          <span>{says}</span>
        </li>
      ))}
    </ul>
  )
}

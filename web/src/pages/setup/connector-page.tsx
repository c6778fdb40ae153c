// One vendor's setup: the steps in its own console with the values to copy, what each scope is for, the client's id and secret for the
// vault, and a test that names what is wrong.
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { hub, told } from '../../hub/client.ts'
import { problemOf } from '../../hub/problem.ts'
import { CopyButton } from '../../kit/copy-button.tsx'
import { ErrorCard } from '../../kit/error-card.tsx'
import { ButtonLink } from '../../kit/links.tsx'
import { Columns, Page as Frame, Section, Stacked } from '../../kit/page.tsx'
import { SkeletonBlock } from '../../kit/skeletons.tsx'
import { Snippet } from '../../kit/snippet.tsx'
import { Status } from '../../kit/status.tsx'
import { AppForm } from './app-form.tsx'
import { AppTest } from './app-test.tsx'
import styles from './setup.module.css'
import { type Setup, stateOf } from './setups.ts'

const back = { to: '/setup', label: 'Setup' }

export function Page() {
  const { connectorId = '' } = useParams({ strict: false })
  const query = useQuery({
    queryKey: ['setups', connectorId],
    queryFn: () =>
      told(
        hub.GET('/v1/connector-setups/{connector}', {
          params: { path: { connector: connectorId } },
        }),
      ),
  })
  const setup = query.data
  const state = setup && stateOf(setup)
  return (
    <Frame
      title={setup ? `Set up ${setup.name}` : 'Setup'}
      purpose={state?.says ?? 'What an admin does once at the vendor.'}
      status={state && <Status word={state.word} says={state.word} tone={state.tone} />}
      back={back}
      action={
        setup?.available && (
          <ButtonLink to={`/connectors/${setup.connector}`} icon="connectors">
            To the connector
          </ButtonLink>
        )
      }
    >
      {query.isPending && <SkeletonBlock height={320} />}
      {query.isError && !setup && (
        <ErrorCard problem={problemOf(query.error)} onRetry={() => void query.refetch()} />
      )}
      {setup && <Whole setup={setup} />}
    </Frame>
  )
}

function Whole(props: { setup: Setup }) {
  const { setup } = props
  return (
    <Columns>
      <Stacked>
        <Steps setup={setup} />
        {setup.manifest !== null && <Manifest setup={setup} manifest={setup.manifest} />}
      </Stacked>
      <Stacked>
        {setup.fields.length > 0 && <AppForm key={setup.app.updatedAt} setup={setup} />}
        {setup.fields.length > 0 && <AppTest setup={setup} />}
        {setup.scopes.length > 0 && <Scopes setup={setup} />}
      </Stacked>
    </Columns>
  )
}

function Steps(props: { setup: Setup }) {
  const { consoleUrl, steps, name } = props.setup
  return (
    <Section
      title={`In ${name}`}
      aside={
        consoleUrl && (
          <a href={consoleUrl} target="_blank" rel="noopener noreferrer">
            Open {new URL(consoleUrl).host}
          </a>
        )
      }
    >
      <ol className={styles.steps}>
        {steps.map(({ title, text, copies }) => (
          <li key={title}>
            <h3>{title}</h3>
            <p>
              <Coded text={text} />
            </p>
            {copies.map(({ label, value }) => (
              <div key={`${label} ${value}`} className={styles.copy}>
                <span className={styles.small}>{label}</span>
                {value.includes('\n') ? (
                  <Snippet label={label} text={value} />
                ) : (
                  <span className={styles.copyLine}>
                    <code>{value}</code>
                    <CopyButton text={value} label={label} />
                  </span>
                )}
              </div>
            ))}
          </li>
        ))}
      </ol>
    </Section>
  )
}

/** Text in which what stands between backticks is typed as it is. */
function Coded(props: { text: string }) {
  return props.text.split('`').map((part, index) => {
    const key = `${index} ${part}`
    return index % 2 === 1 ? <code key={key}>{part}</code> : <span key={key}>{part}</span>
  })
}

function Manifest(props: { setup: Setup; manifest: string }) {
  const { setup, manifest } = props
  return (
    <Section
      title="The app’s manifest, ready to use"
      aside={
        setup.manifestUrl && (
          <a href={setup.manifestUrl} target="_blank" rel="noopener noreferrer">
            Open {setup.name} with it
          </a>
        )
      }
    >
      <Snippet label={`${setup.name}’s manifest`} text={manifest} />
    </Section>
  )
}

function Scopes(props: { setup: Setup }) {
  return (
    <Section title="What is asked for, and why">
      <dl className={styles.scopes}>
        {props.setup.scopes.map(({ scope, why }) => (
          <div key={scope}>
            <dt>
              <code>{scope}</code>
            </dt>
            <dd>{why}</dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}

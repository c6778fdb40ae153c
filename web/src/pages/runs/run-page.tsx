// One run: what went in, what came out or why not, how long it took, who asked and who said yes.
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { hub, told } from '../../hub/client.ts'
import { useMay } from '../../hub/permissions.ts'
import { problemOf } from '../../hub/problem.ts'
import { connectionsQuery, connectorsQuery } from '../../hub/queries.ts'
import { ErrorCard } from '../../kit/error-card.tsx'
import { Id } from '../../kit/id.tsx'
import { JsonView } from '../../kit/json-view.tsx'
import { TextLink } from '../../kit/links.tsx'
import { Columns, Fact, Facts, Page as Frame, Section, Stacked } from '../../kit/page.tsx'
import { SkeletonBlock } from '../../kit/skeletons.tsx'
import { Effect, Status } from '../../kit/status.tsx'
import { durationWords, Time } from '../../kit/time.tsx'
import { Who } from '../../kit/who.tsx'
import { ConnectorName } from '../connections/connector-name.tsx'
import { durationOf, type Run } from './run.ts'
import styles from './runs.module.css'

const back = { to: '/runs', label: 'Runs' }
const runningEveryMs = 2_000

export function Page() {
  const { runId = '' } = useParams({ strict: false }) as { runId?: string }
  const may = useMay()
  const { data: run, error } = useQuery({
    queryKey: ['runs', runId],
    queryFn: () => told(hub.GET('/v1/runs/{runId}', { params: { path: { runId } } })),
    refetchInterval: ({ state }) => (state.data?.state === 'claimed' ? runningEveryMs : false),
  })
  const { data: connectors } = useQuery({ ...connectorsQuery, enabled: may('connectors:read') })
  if (!run) {
    return (
      <Frame title="Run" purpose="One execution of an action." back={back}>
        {error ? <ErrorCard problem={problemOf(error)} /> : <SkeletonBlock height={300} />}
      </Frame>
    )
  }
  const action = connectors
    ?.find(({ id }) => id === run.connector)
    ?.actions.find(({ name }) => name === run.action)
  return (
    <Frame
      title={action?.title ?? run.action}
      purpose={says[run.state]}
      back={back}
      status={<Status word={run.state} says={run.state === 'claimed' ? 'Running' : undefined} />}
    >
      <Columns>
        <Stacked>
          <Outcome run={run} />
          <Section title="Input">
            <JsonView value={run.input} label="the input" />
          </Section>
        </Stacked>
        <RunFacts run={run} />
      </Columns>
    </Frame>
  )
}

const says: Readonly<Record<Run['state'], string>> = {
  claimed: 'It runs right now.',
  done: 'It ran, once, and this is what came of it.',
  failed: 'It did not succeed.',
  unknown:
    'The vendor’s answer was lost, and nobody can say whether it happened. It is not repeated by itself.',
}

function Outcome(props: { run: Run }) {
  const { state, output, error } = props.run
  if (state === 'claimed') return <SkeletonBlock height={120} />
  if (error !== null) {
    return (
      <Section title={state === 'unknown' ? 'What is known' : 'Why it failed'}>
        <p className={styles.error}>
          <code>{error.code}</code> {error.detail}
        </p>
        {state === 'unknown' && <p>Look at the vendor before you run it again.</p>}
      </Section>
    )
  }
  return (
    <Section title="Output">
      <JsonView value={output} label="the output" />
    </Section>
  )
}

function RunFacts(props: { run: Run }) {
  const { run } = props
  const may = useMay()
  const { data: connections } = useQuery({
    ...connectionsQuery,
    enabled: may('connections:read'),
  })
  const took = durationOf(run)
  const connection = connections?.find(({ id }) => id === run.connectionId)
  return (
    <Section title="About it">
      <Facts>
        <Fact name="System">
          <ConnectorName id={run.connector} />
        </Fact>
        <Fact name="Connection">
          <TextLink to={`/connections/${run.connectionId}`}>
            {connection?.name ?? 'Its connection'}
          </TextLink>
        </Fact>
        <Fact name="Kind">
          <Effect effect={run.effect} />
        </Fact>
        <Fact name="Who">
          <Who actor={run.actor} />
        </Fact>
        {run.approvalId && (
          <Fact name="Said yes">
            <TextLink to={`/approvals/${run.approvalId}`}>The confirmation</TextLink>
          </Fact>
        )}
        <Fact name="Started">
          <Time at={run.startedAt} />
        </Fact>
        <Fact name="Took">{took === null ? 'Not known' : durationWords(took)}</Fact>
        <Fact name="Id">
          <Id id={run.id} />
        </Fact>
      </Facts>
    </Section>
  )
}

// Overview: what happened in thirty days, how things stand, what needs a person, and the one next step.
import { useQuery } from '@tanstack/react-query'
import { useMay } from '../../hub/permissions.ts'
import { problemOf } from '../../hub/problem.ts'
import { ErrorCard } from '../../kit/error-card.tsx'
import { ButtonLink } from '../../kit/links.tsx'
import { Columns, Page as Frame, Section, Stacked, StateFact, StateStrip } from '../../kit/page.tsx'
import { SkeletonBlock, SkeletonRows } from '../../kit/skeletons.tsx'
import { Status } from '../../kit/status.tsx'
import { Activity } from './activity.tsx'
import { Attention } from './attention.tsx'
import { Health } from './health.tsx'
import { FirstSteps, NextStep } from './next-step.tsx'
import { type Overview, overviewQuery } from './overview-query.ts'

export function Page() {
  const may = useMay()
  const { data, error, isPending, refetch } = useQuery(overviewQuery)
  const connections = data?.counts.connections
  const isEmpty = connections != null && connections.active + connections.needsReconnect === 0
  return (
    <Frame
      title="Overview"
      purpose="What happened, how things stand, and what needs a person."
      action={
        may('connections:write') && (
          <ButtonLink to="/connectors" variant="filled" size="sm" icon="plus">
            Connect a system
          </ButtonLink>
        )
      }
      strip={data && <Counts counts={data.counts} />}
    >
      {error && !data && <ErrorCard problem={problemOf(error)} onRetry={() => void refetch()} />}
      <Columns>
        <Stacked>
          {isEmpty && <FirstSteps />}
          <Section title="Activity" aside="30 days, UTC">
            {data && <Activity days={data.activity} />}
            {isPending && <SkeletonBlock height={190} />}
          </Section>
          <Section title="Needs a person" flush>
            {data && <Attention items={data.attention} />}
            {isPending && <SkeletonRows count={3} />}
          </Section>
        </Stacked>
        <Stacked>
          <Health />
          <NextStep />
        </Stacked>
      </Columns>
    </Frame>
  )
}

function Counts(props: { counts: Overview['counts'] }) {
  const { connections, members, endpoints, approvalsWaiting, runs24h } = props.counts
  return (
    <StateStrip>
      {connections && (
        <StateFact name="Connections">
          {connections.needsReconnect > 0 ? (
            <Status
              word="needs_reconnect"
              says={`${connections.needsReconnect} of ${connections.active + connections.needsReconnect} need reconnecting`}
            />
          ) : (
            `${connections.active} active`
          )}
        </StateFact>
      )}
      {approvalsWaiting !== null && (
        <StateFact name="Waiting for a yes">
          {approvalsWaiting > 0 ? (
            <Status word="pending" says={String(approvalsWaiting)} />
          ) : (
            'None'
          )}
        </StateFact>
      )}
      {runs24h && (
        <StateFact name="Runs in 24 hours">
          {runs24h.done} done
          {runs24h.failed > 0 && `, ${runs24h.failed} failed`}
          {runs24h.unknown > 0 && `, ${runs24h.unknown} unknown`}
        </StateFact>
      )}
      {endpoints && (
        <StateFact name="Webhook endpoints">
          {endpoints.disabled > 0 ? (
            <Status word="disabled" says={`${endpoints.disabled} disabled`} />
          ) : (
            `${endpoints.enabled} enabled`
          )}
        </StateFact>
      )}
      {members !== null && <StateFact name="Members">{members}</StateFact>}
    </StateStrip>
  )
}

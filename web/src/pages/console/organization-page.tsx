// One organization in numbers, its standing, and (while it consents) its own lists to read. Every look is written down on both sides.
import { Button, NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ask } from '../../hub/client.ts'
import { problemOf } from '../../hub/problem.ts'
import { useAct } from '../../kit/act.ts'
import { ErrorCard } from '../../kit/error-card.tsx'
import { Id } from '../../kit/id.tsx'
import { Columns, Fact, Facts, Page, Section, Stacked } from '../../kit/page.tsx'
import { SkeletonBlock } from '../../kit/skeletons.tsx'
import { Status, sentence } from '../../kit/status.tsx'
import { Time } from '../../kit/time.tsx'
import styles from './console.module.css'
import { plans, type WholeOrganization } from './operator.ts'
import { Suspension } from './suspension.tsx'
import { Views } from './views.tsx'

export function OrganizationPage(props: { organizationId: string }) {
  const { organizationId } = props
  const query = useQuery({
    queryKey: ['operator', 'organizations', 'one', organizationId],
    queryFn: () =>
      ask<WholeOrganization>(
        'GET',
        `/operator/organizations/${encodeURIComponent(organizationId)}`,
      ),
  })
  const organization = query.data
  return (
    <Page
      title={organization?.name ?? 'Organization'}
      purpose="Its sizes and its standing. Names, inputs and addresses of what it holds are its own."
      status={organization && <Status word={organization.suspendedAt ? 'suspended' : 'active'} />}
      back={{ to: '/console/organizations', label: 'Organizations' }}
      action={organization && <Suspension organization={organization} />}
    >
      {query.isPending && <SkeletonBlock height={280} />}
      {query.isError && !organization && (
        <ErrorCard problem={problemOf(query.error)} onRetry={() => void query.refetch()} />
      )}
      {organization && (
        <Columns>
          <Stacked>
            <Numbers organization={organization} />
            <Views organization={organization} />
          </Stacked>
          <About organization={organization} />
        </Columns>
      )}
    </Page>
  )
}

function Numbers(props: { organization: WholeOrganization }) {
  const { health, members, connections } = props.organization
  const { runs24h, deliveries, endpoints } = health
  return (
    <Section title="Health, in numbers">
      <Facts>
        <Fact name="Members">{members}</Fact>
        <Fact name="Connections">
          {connections.active} active
          {connections.needsReconnect > 0 && `, ${connections.needsReconnect} to be reconnected`}
        </Fact>
        <Fact name="API keys">{health.apiKeys}</Fact>
        <Fact name="Endpoints">
          {endpoints.enabled} enabled, {endpoints.disabled} disabled
        </Fact>
        <Fact name="Runs, 24 hours">
          {runs24h.done} done, {runs24h.failed} failed, {runs24h.unknown} unknown
        </Fact>
        <Fact name="Deliveries">
          {deliveries.due} due, {deliveries.inFlight} in flight, {deliveries.held} held
        </Fact>
        <Fact name="Wait for a yes">{health.approvalsWaiting}</Fact>
        <Fact name="Audit events">{health.auditEvents.toLocaleString('en')}</Fact>
        <Fact name="Last active">
          <Time at={health.lastActiveAt} />
        </Fact>
      </Facts>
    </Section>
  )
}

function About(props: { organization: WholeOrganization }) {
  const { id, region, shard, createdAt, suspendedAt } = props.organization
  return (
    <Section title="About it">
      <Facts>
        <Fact name="Id">
          <Id id={id} />
        </Fact>
        <Fact name="Region">{region.toUpperCase()}, fixed</Fact>
        <Fact name="Shard">{shard}</Fact>
        <Fact name="Since">
          <Time at={createdAt} />
        </Fact>
        {suspendedAt && (
          <Fact name="Suspended">
            <Time at={suspendedAt} />
          </Fact>
        )}
      </Facts>
      <Plan organization={props.organization} />
    </Section>
  )
}

function Plan(props: { organization: WholeOrganization }) {
  const { id, plan } = props.organization
  const change = useAct(
    (next: string) => ask('PATCH', `/operator/organizations/${id}`, { plan: next }),
    { renews: [['operator', 'organizations']], says: 'The plan is changed.' },
  )
  return (
    <form
      className={styles.plan}
      onSubmit={(event) => {
        event.preventDefault()
        change.run(String(new FormData(event.currentTarget).get('plan')))
      }}
    >
      <NativeSelect
        key={plan}
        label="Plan"
        name="plan"
        size="xs"
        defaultValue={plan}
        data={plans.map((each) => ({ value: each, label: sentence(each) }))}
      />
      <Button type="submit" size="xs" variant="default" loading={change.isRunning}>
        Change
      </Button>
    </form>
  )
}

// One write that waits or was decided: what would run, whole and literally, whose yes it wants, the two buttons, and what became of
// it. The yes is for exactly what is shown: the hub binds it to the input, the account and the asker.
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { hub, told } from '../../hub/client.ts'
import { useNames } from '../../hub/names.ts'
import { useMay } from '../../hub/permissions.ts'
import { problemOf } from '../../hub/problem.ts'
import { useAct } from '../../kit/act.ts'
import { Actor } from '../../kit/actor.tsx'
import { ErrorCard } from '../../kit/error-card.tsx'
import { ExactInput, Literal } from '../../kit/exact-input.tsx'
import { Icon } from '../../kit/icons.tsx'
import { Id } from '../../kit/id.tsx'
import { ButtonLink, TextLink } from '../../kit/links.tsx'
import { Columns, Fact, Facts, Page as Frame, Section, Stacked } from '../../kit/page.tsx'
import { SkeletonBlock } from '../../kit/skeletons.tsx'
import { Status, sentence } from '../../kit/status.tsx'
import { Time } from '../../kit/time.tsx'
import { usePaletteActions } from '../../shell/palette-actions.ts'
import { type Approval, useMayDecide, whoDecides } from './approval.ts'
import styles from './approvals.module.css'

const back = { to: '/approvals', label: 'Approvals' }

export function Page() {
  const { approvalId = '' } = useParams({ strict: false })
  const query = useQuery({
    queryKey: ['approvals', approvalId],
    refetchInterval: ({ state }) => (state.data?.status === 'pending' ? 10_000 : false),
    queryFn: () =>
      told(hub.GET('/v1/approvals/{approvalId}', { params: { path: { approvalId } } })),
  })
  const approval = query.data
  return (
    <Frame
      title={approval ? sentence(approval.kind) : 'Approval'}
      purpose="One write, exactly as it would run. It happens once, and only after a yes."
      status={approval && <Status word={approval.status} />}
      back={back}
    >
      {query.isError && !approval && (
        <ErrorCard problem={problemOf(query.error)} onRetry={() => void query.refetch()} />
      )}
      {query.isPending && <SkeletonBlock height={280} />}
      {approval && <Whole approval={approval} />}
    </Frame>
  )
}

function Whole(props: { approval: Approval }) {
  const { approval } = props
  const names = useNames()
  return (
    <Columns>
      <Stacked>
        <Section title="What would run">
          <p>
            <Literal text={approval.summary} />
          </p>
          <ExactInput input={approval.input} label="Input" />
        </Section>
        <Decision approval={approval} />
      </Stacked>
      <Section title="About it">
        <Facts>
          <Fact name="Action">
            {names.connector(approval.connector)}:{' '}
            {names.action(approval.connector, approval.action)}
          </Fact>
          <Fact name="Connection">
            <TextLink to={`/connections/${approval.connectionId}`}>
              {names.connection(approval.connectionId)}
            </TextLink>
          </Fact>
          <Fact name="Account">{approval.account.name}</Fact>
          <Fact name="Asked by">
            <Actor actor={approval.requestedBy} />
          </Fact>
          <Fact name="Asked">
            <Time at={approval.createdAt} />
          </Fact>
          <Fact name={approval.status === 'pending' ? 'Ends' : 'Would end'}>
            <Time at={approval.expiresAt} />
          </Fact>
          <Fact name="Id">
            <Id id={approval.id} />
          </Fact>
        </Facts>
      </Section>
    </Columns>
  )
}

function Decision(props: { approval: Approval }) {
  const { approval } = props
  if (approval.status !== 'pending') return <Decided approval={approval} />
  return <Pending approval={approval} />
}

function Pending(props: { approval: Approval }) {
  const { approval } = props
  const mayDecide = useMayDecide()(approval)
  const yes = approval.kind === 'approval' ? 'Approve' : 'Confirm'
  const decide = useAct(
    (choice: 'approve' | 'reject') =>
      told(
        hub.POST(`/v1/approvals/{approvalId}/${choice}`, {
          params: { path: { approvalId: approval.id } },
        }),
      ),
    {
      isQuiet: true,
      renews: [['approvals'], ['runs']],
      says: (_, choice) => (choice === 'approve' ? `${yes}ed: it runs.` : 'Rejected.'),
    },
  )
  usePaletteActions(
    mayDecide
      ? [
          { label: `${yes} this write`, run: () => decide.run('approve') },
          { label: 'Reject this write', run: () => decide.run('reject') },
        ]
      : [],
  )
  return (
    <Section title="Your decision">
      <p>
        {whoDecides(approval)}{' '}
        {mayDecide ? 'That is you.' : 'That is not you: nothing can be decided here.'}
      </p>
      {decide.problem && <ErrorCard problem={decide.problem} />}
      {mayDecide && (
        <div className={styles.decide}>
          <Button
            leftSection={<Icon name="tick" />}
            loading={decide.isRunning}
            onClick={() => decide.run('approve')}
          >
            {yes}: run it once
          </Button>
          <Button
            variant="default"
            leftSection={<Icon name="cross" />}
            disabled={decide.isRunning}
            onClick={() => decide.run('reject')}
          >
            Reject
          </Button>
        </div>
      )}
    </Section>
  )
}

function Decided(props: { approval: Approval }) {
  const { status, decidedBy, decidedAt, runId } = props.approval
  const may = useMay()
  const run = useQuery({
    queryKey: ['runs', runId],
    enabled: runId !== null && may('runs:read'),
    refetchInterval: ({ state }) => (state.data?.state === 'claimed' ? 2_000 : false),
    queryFn: () => told(hub.GET('/v1/runs/{runId}', { params: { path: { runId: runId ?? '' } } })),
  })
  return (
    <Section title="Decision">
      {status === 'expired' ? (
        <p>Nobody decided in time. Ask again if it is still wanted.</p>
      ) : (
        <p>
          {sentence(status)} by {decidedBy ? <Actor actor={decidedBy} isInSentence /> : 'somebody'}{' '}
          <Time at={decidedAt} />.{status === 'rejected' && ' It did not run, and will not.'}
        </p>
      )}
      {run.data && (
        <div className={styles.decide}>
          <Status word={run.data.state} says={`Run: ${run.data.state}`} />
          <ButtonLink to={`/runs/${run.data.id}`} icon="runs">
            See the run
          </ButtonLink>
        </div>
      )}
    </Section>
  )
}

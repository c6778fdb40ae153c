// A write that the assistant proposed, inside the conversation: the exact input, whose yes it wants, the two buttons, what became of
// it. The same rows and the same rules as under Approvals.
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { hub, told } from '../../hub/client.ts'
import { useMay } from '../../hub/permissions.ts'
import { recordOf } from '../../hub/problem.ts'
import { useAct } from '../../kit/act.ts'
import { ErrorCard } from '../../kit/error-card.tsx'
import { ExactInput, Literal } from '../../kit/exact-input.tsx'
import { TextLink } from '../../kit/links.tsx'
import { Status } from '../../kit/status.tsx'
import { type Approval, useMayDecide, whoDecides } from '../approvals/approval.ts'
import styles from './chat.module.css'
import { OutLink } from './words.tsx'

/** While it waits elsewhere (another person, Slack), what became of it is asked this often. */
const everyMs = 5_000

export function Confirmation(props: { approval: Approval }) {
  const { id } = props.approval
  const { data: approval = props.approval } = useQuery({
    queryKey: ['approvals', id],
    initialData: props.approval,
    refetchInterval: ({ state }) => (state.data?.status === 'pending' ? everyMs : false),
    queryFn: () =>
      told(hub.GET('/v1/approvals/{approvalId}', { params: { path: { approvalId: id } } })),
  })
  const isPending = approval.status === 'pending'
  return (
    <section className={styles.confirmation} aria-label="A write that waits for a yes">
      <div className={styles.confirmationHead}>
        <strong>
          <Literal text={approval.summary} />
        </strong>
        <Status word={approval.status} />
      </div>
      <p className={styles.quiet}>
        In {approval.account.name}. {isPending ? whoDecides(approval) : ''}
      </p>
      <ExactInput input={approval.input} label="What exactly would be sent" />
      {isPending ? <Buttons approval={approval} /> : <Outcome approval={approval} />}
    </section>
  )
}

function Buttons(props: { approval: Approval }) {
  const { approval } = props
  const mayDecide = useMayDecide()(approval)
  const decide = useAct(
    (choice: 'approve' | 'reject') =>
      told(
        hub.POST(`/v1/approvals/{approvalId}/${choice}`, {
          params: { path: { approvalId: approval.id } },
        }),
      ),
    { isQuiet: true, renews: [['approvals'], ['runs']] },
  )
  if (!mayDecide)
    return <TextLink to={`/approvals/${approval.id}`}>See it under Approvals</TextLink>
  return (
    <>
      {decide.problem && <ErrorCard problem={decide.problem} />}
      <div className={styles.buttons}>
        <Button size="xs" loading={decide.isRunning} onClick={() => decide.run('approve')}>
          {approval.kind === 'approval' ? 'Approve' : 'Confirm'}
        </Button>
        <Button
          size="xs"
          variant="default"
          disabled={decide.isRunning}
          onClick={() => decide.run('reject')}
        >
          Reject
        </Button>
      </div>
    </>
  )
}

function Outcome(props: { approval: Approval }) {
  const { status, runId } = props.approval
  const may = useMay()
  const run = useQuery({
    queryKey: ['runs', runId],
    enabled: runId !== null && may('runs:read'),
    refetchInterval: ({ state }) => (state.data?.state === 'claimed' ? 1_000 : false),
    queryFn: () => told(hub.GET('/v1/runs/{runId}', { params: { path: { runId: runId ?? '' } } })),
  }).data
  if (status === 'expired') return <p className={styles.quiet}>Its time is over. Ask again.</p>
  if (status === 'rejected') return <p className={styles.quiet}>It did not run, and will not.</p>
  if (!run) return <p className={styles.quiet}>It was confirmed.</p>
  const made = recordOf(run.output)
  return (
    <p className={styles.outcome} role="status">
      <Status word={run.state} />
      {typeof made.url === 'string' && (
        <OutLink url={made.url}>{String(made.key ?? made.title ?? made.name ?? made.url)}</OutLink>
      )}
      {run.error && <span>{run.error.detail}</span>}
      <TextLink to={`/runs/${run.id}`}>See the run</TextLink>
    </p>
  )
}

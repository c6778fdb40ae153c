// Approvals: what waits for a yes, the signed-in person's own first, and what was decided.
import { useQuery } from '@tanstack/react-query'
import { hub, told } from '../../hub/client.ts'
import { type Names, useNames } from '../../hub/names.ts'
import { useMe } from '../../hub/permissions.ts'
import { problemOf } from '../../hub/problem.ts'
import { pageLimit, usePages } from '../../hub/use-pages.ts'
import { Actor } from '../../kit/actor.tsx'
import { type Column, DataTable } from '../../kit/data-table.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { ErrorCard } from '../../kit/error-card.tsx'
import { Literal } from '../../kit/exact-input.tsx'
import { ChoiceFilter, FilterBar, useFilters } from '../../kit/filters.tsx'
import { ButtonLink } from '../../kit/links.tsx'
import { Page as Frame, Section, StateFact, StateStrip } from '../../kit/page.tsx'
import { SkeletonRows } from '../../kit/skeletons.tsx'
import { Status, sentence } from '../../kit/status.tsx'
import { Time } from '../../kit/time.tsx'
import { type Approval, isAskedBy, useMayDecide, whoDecides } from './approval.ts'
import styles from './approvals.module.css'

const statuses = ['pending', 'approved', 'rejected', 'expired'] as const

export function Page() {
  const waiting = useQuery({
    queryKey: ['approvals', 'pending'],
    refetchInterval: 15_000,
    queryFn: async () =>
      (
        await told(
          hub.GET('/v1/approvals', { params: { query: { status: 'pending', limit: 100 } } }),
        )
      ).data,
  })
  const mayDecide = useMayDecide()
  const pending = waiting.data ?? []
  const me = useMe()
  const own = (each: Approval) => Number(isAskedBy(each, me.id))
  const mine = pending.filter(mayDecide).toSorted((a, b) => own(b) - own(a))
  const others = pending.filter((each) => !mayDecide(each))
  return (
    <Frame
      title="Approvals"
      purpose="Writes that wait for a person’s yes, exactly as they would run. Nothing here has happened yet."
      strip={
        waiting.data && (
          <StateStrip>
            <StateFact name="Wait for you">
              {mine.length === 0 ? (
                <Status word="done" says="Nothing" />
              ) : (
                <Status word="pending" says={String(mine.length)} />
              )}
            </StateFact>
            <StateFact name="Wait for others">{others.length}</StateFact>
          </StateStrip>
        )
      }
    >
      {waiting.isPending && <SkeletonRows count={3} />}
      {waiting.isError && (
        <ErrorCard problem={problemOf(waiting.error)} onRetry={() => void waiting.refetch()} />
      )}
      {mine.length > 0 && <Waiting title="Wait for you" list={mine} isMine />}
      {others.length > 0 && <Waiting title="Wait for others" list={others} />}
      <Everything />
    </Frame>
  )
}

function Waiting(props: { title: string; list: readonly Approval[]; isMine?: boolean }) {
  const names = useNames()
  return (
    <Section title={props.title} flush>
      <ul className={styles.list}>
        {props.list.map((each) => (
          <li key={each.id} className={styles.waiting}>
            <div className={styles.what}>
              <strong className={styles.summary}>
                <Literal text={each.summary} />
              </strong>
              <span className={styles.quiet}>
                {accountOf(each, names)} · asked by <Actor actor={each.requestedBy} isInSentence />{' '}
                <Time at={each.createdAt} /> · ends <Time at={each.expiresAt} />
              </span>
              {!props.isMine && <span className={styles.quiet}>{whoDecides(each)}</span>}
            </div>
            <ButtonLink
              to={`/approvals/${each.id}`}
              variant={props.isMine ? 'filled' : 'default'}
              icon="read"
            >
              {props.isMine ? 'Review' : 'Look'}
            </ButtonLink>
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** The connection, and the vendor's account where that says more. */
function accountOf({ connectionId, account }: Approval, names: Names): string {
  const connection = names.connection(connectionId)
  return account.name.startsWith(connection) ? account.name : `${connection}, ${account.name}`
}

const columns: readonly Column<Approval>[] = [
  { title: 'What', cell: ({ summary }) => <Literal text={summary} /> },
  { title: 'Status', width: '8rem', cell: ({ status }) => <Status word={status} /> },
  { title: 'Kind', width: '8rem', cell: ({ kind }) => sentence(kind) },
  { title: 'Asked by', width: '11rem', cell: ({ requestedBy }) => <Actor actor={requestedBy} /> },
  { title: 'Asked', width: '8rem', cell: ({ createdAt }) => <Time at={createdAt} /> },
]

function Everything() {
  const [{ status }, change] = useFilters(['status'])
  const chosen = statuses.find((each) => each === status)
  const list = usePages<Approval>(['approvals', 'list', chosen ?? null], (cursor) =>
    told(
      hub.GET('/v1/approvals', {
        params: {
          query: {
            limit: pageLimit,
            ...(cursor ? { cursor } : {}),
            ...(chosen ? { status: chosen } : {}),
          },
        },
      }),
    ),
  )
  return (
    <>
      <FilterBar>
        <ChoiceFilter
          label="Status"
          value={chosen}
          choices={statuses.map((each) => [each, sentence(each)])}
          onChange={(value) => change({ status: value })}
        />
      </FilterBar>
      <DataTable
        label="All approvals"
        list={list}
        columns={columns}
        rowKey={({ id }) => id}
        rowPath={({ id }) => `/approvals/${id}`}
        empty={
          chosen ? (
            <EmptyState title={`Nothing is ${chosen}`} icon="approvals">
              Choose another status to see the rest.
            </EmptyState>
          ) : (
            <EmptyState title="Nothing has asked for a yes yet" icon="approvals">
              When the assistant proposes a write, or a rule wants a second person, it waits here
              until somebody decides.
              <ButtonLink to="/policies">See the rules</ButtonLink>
            </EmptyState>
          )
        }
      />
    </>
  )
}

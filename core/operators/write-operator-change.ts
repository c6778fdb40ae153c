// What operators do, written down. A change of the directory and its line in the operator log are one batch. An act on an
// organization is written here before it is done: a line may then tell of an act that was refused or interrupted, and no act
// is without its line; the organization's own trail says what became of it.
import { cursorIdOf, isoTime, type Page, type PageQuery, pageOf } from '../contract/paging.ts'
import { operatorEvents } from '../db/schema/directory.ts'
import { desc, lt } from '../db/sql.ts'
import { type GuardedStatement, writeProgress } from '../db/write.ts'
import type { Operator, OperatorRequest } from './operator.ts'

/** Whose act it is. */
type ActRequest = Pick<OperatorRequest, 'hub'> & { readonly operator: Pick<Operator, 'id'> }

export interface OperatorAct {
  /** `<thing>.<verb>` */
  readonly action: string
  /** The organization, shard or operator it was done to. */
  readonly targetId: string | null
  /** Never an organization's content. */
  readonly values?: Readonly<Record<string, unknown>>
}

/** Commits statements of the directory together with the act's line. @throws AppError as named by `orElse` */
export async function writeOperatorChange(
  request: ActRequest,
  statements: readonly GuardedStatement[],
  act: OperatorAct,
): Promise<void> {
  const { hub, operator } = request
  await writeProgress({ db: hub.directory }, [
    ...statements,
    {
      statement: hub.directory.insert(operatorEvents).values({
        id: hub.ids.next('operatorEvent'),
        operatorId: operator.id,
        action: act.action,
        targetId: act.targetId,
        values: { ...act.values },
        at: hub.clock.now(),
      }),
    },
  ])
}

/** Writes the act's line; the caller does it next. */
export async function recordOperatorAct(request: ActRequest, act: OperatorAct): Promise<void> {
  await writeOperatorChange(request, [], act)
}

export interface PresentedOperatorEvent {
  readonly id: string
  readonly operatorId: string
  readonly action: string
  readonly targetId: string | null
  readonly values: Readonly<Record<string, unknown>>
  readonly at: string
}

/** Newest first. @throws AppError invalid_cursor */
export async function listOperatorEvents(
  request: Pick<OperatorRequest, 'hub'>,
  query: PageQuery,
): Promise<Page<PresentedOperatorEvent>> {
  const after = cursorIdOf(query)
  const rows = await request.hub.directory
    .select()
    .from(operatorEvents)
    .where(after === null ? undefined : lt(operatorEvents.id, after))
    .orderBy(desc(operatorEvents.id))
    .limit(query.limit + 1)
  return pageOf(rows, query.limit, ({ at, ...row }) => ({ ...row, at: isoTime(at) }))
}

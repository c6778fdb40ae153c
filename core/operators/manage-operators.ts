// The people who run the hub: added by the deploy secret (bootstrap) or by one another, removed by one another. The last one
// stays, and nobody removes themselves: the console must not lock everybody out by a slip. The deploy secret gets in anyway.
import { z } from 'zod'
import { AppError, notFound } from '../contract/errors.ts'
import { isoTime } from '../contract/paging.ts'
import { operators } from '../db/schema/directory.ts'
import { and, eq, isNull, sql } from '../db/sql.ts'
import type { OperatorRequest } from './operator.ts'
import { requireRecentOperatorSignIn } from './recent-sign-in.ts'
import { writeOperatorChange } from './write-operator-change.ts'

/** More than any team that runs one hub. */
const operatorsMax = 100

export const newOperator = z.strictObject({
  email: z
    .email()
    .max(254)
    .transform((email) => email.toLowerCase()),
  name: z.string().trim().min(1).max(120),
})

export interface PresentedOperator {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly createdAt: string
}

type OperatorRow = typeof operators.$inferSelect

/** All of them, oldest first. */
export async function listOperators(
  request: Pick<OperatorRequest, 'hub'>,
): Promise<readonly PresentedOperator[]> {
  const rows = await request.hub.directory
    .select()
    .from(operators)
    .where(isNull(operators.removedAt))
    .orderBy(operators.id)
    .limit(operatorsMax)
  return rows.map(presentOperator)
}

/** The living operator of an id or an address; null when there is none. */
export async function findOperator(
  hub: OperatorRequest['hub'],
  by: { readonly id: string } | { readonly email: string },
): Promise<OperatorRow | null> {
  const [row] = await hub.directory
    .select()
    .from(operators)
    .where(
      and(
        'id' in by ? eq(operators.id, by.id) : eq(operators.email, by.email.toLowerCase()),
        isNull(operators.removedAt),
      ),
    )
    .limit(1)
  return row ?? null
}

/**
 * Adds a person; answers the one who is there when the address is known. Who was removed comes back under another id, so that
 * sessions and links from before stay dead.
 * @throws AppError forbidden without a recent sign-in; conflict above 100 operators
 */
export async function addOperator(
  request: OperatorRequest,
  input: z.output<typeof newOperator>,
): Promise<PresentedOperator> {
  const { hub } = request
  requireRecentOperatorSignIn(request)
  const there = await findOperator(hub, { email: input.email })
  if (there) return presentOperator(there)
  if ((await listOperators(request)).length >= operatorsMax) {
    throw new AppError('conflict', `There are ${operatorsMax} operators already.`)
  }
  const row = { id: hub.ids.next('operator'), ...input, createdAt: hub.clock.now() }
  await writeOperatorChange(
    request,
    [
      {
        statement: hub.directory
          .insert(operators)
          .values({ ...row, removedAt: null })
          .onConflictDoUpdate({
            target: operators.email,
            set: { id: row.id, name: row.name, createdAt: row.createdAt, removedAt: null },
          }),
      },
    ],
    { action: 'operator.add', targetId: row.id, values: { email: row.email, name: row.name } },
  )
  const added = await findOperator(hub, { email: input.email })
  if (!added) throw new AppError('conflict', 'The operator was removed in this moment.')
  return presentOperator(added)
}

/**
 * Takes a person's way in: their sessions and links end at once.
 * @throws AppError forbidden without a recent sign-in; not_found; conflict for oneself and for the last one
 */
export async function removeOperator(
  request: OperatorRequest,
  input: { readonly operatorId: string },
): Promise<void> {
  const { hub, operator } = request
  requireRecentOperatorSignIn(request)
  if (input.operatorId === operator.id) {
    throw new AppError('conflict', 'You cannot remove yourself. Another operator can.')
  }
  if (!(await findOperator(hub, { id: input.operatorId }))) throw notFound('operator')
  const others = sql`(SELECT COUNT(*) FROM operators WHERE removed_at IS NULL) > 1`
  try {
    await writeOperatorChange(
      request,
      [
        {
          statement: hub.directory
            .update(operators)
            .set({ removedAt: hub.clock.now() })
            .where(and(eq(operators.id, input.operatorId), isNull(operators.removedAt), others)),
          orElse: 'conflict',
        },
      ],
      { action: 'operator.remove', targetId: input.operatorId },
    )
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'conflict')) throw error
    throw new AppError('conflict', 'This is the last operator. Add another one first.')
  }
}

export function presentOperator({ id, email, name, createdAt }: OperatorRow): PresentedOperator {
  return { id, email, name, createdAt: isoTime(createdAt) }
}
